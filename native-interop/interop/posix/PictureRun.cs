using System;
using System.Text;

namespace TinyClassify.Native.Posix
{
    /// <summary>Classifies every picture of the card and prints a line for each: what two runtimes print can be
    /// compared.</summary>
    /// <remarks>
    /// For nanoFramework's POSIX runtime, where nothing of a board is: README.md beside it tells how to build and run it. An
    /// exception would end that runtime without a word and with exit code 0, hence the last line.
    /// </remarks>
    public static class PictureRun
    {
        private const int Side = 64;

        /// <summary>Runs once.</summary>
        public static void Main()
        {
            try
            {
                Run();
            }
            catch (Exception e)
            {
                Console.WriteLine("stopped by " + e.GetType().Name + " " + e.Message);
            }

            Console.WriteLine("end of the run");
        }

        private static void Run()
        {
            byte[] path = new byte[MemoryCard.MaxPathBytes];
            int[] facts = new int[ListFact.Count];
            Console.WriteLine("interface " + Engine.GetInterfaceVersion() + " model " + Engine.OpenBuiltInModel());
            int status = MemoryCard.BeginList(path, 0, MemoryCard.MaxPictures);
            if (status == 0)
            {
                do status = MemoryCard.ContinueList(64);
                while (status > 0);
            }

            MemoryCard.GetListFacts(facts);
            Console.WriteLine("list " + status + " pictures " + facts[ListFact.Pictures]);
            for (int i = 0; i < facts[ListFact.Pictures]; i++) Classify(path, MemoryCard.GetPath(i, path));
        }

        // PATH STATUS, then CLASS PERMILLE SCORE of the best three and the preview's hash, or the error's words.
        private static void Classify(byte[] path, int pathBytes)
        {
            ushort[] preview = new ushort[Side * Side];
            int[] results = new int[PictureFact.Count];
            int status = Engine.BeginPicture(path, pathBytes, Side, Side);
            if (status == 0)
            {
                do status = Engine.ContinuePicture(preview, results);
                while (status > 0);
            }

            string line = Encoding.UTF8.GetString(path, 0, pathBytes) + " " + status;
            if (status < 0)
            {
                byte[] text = new byte[200];
                Console.WriteLine(line + " " + Encoding.UTF8.GetString(text, 0, Engine.GetErrorText(text)));
                return;
            }

            for (int i = 0; i < results[PictureFact.Classes] * PictureFact.Stride; i++) line += " "
                + results[PictureFact.First + i];
            Console.WriteLine(line + " " + HashOf(preview));
        }

        // FNV-1a over the preview's pixels.
        private static uint HashOf(ushort[] pixels)
        {
            uint hash = 2166136261;
            foreach (ushort pixel in pixels) hash = (hash ^ pixel) * 16777619;
            return hash;
        }
    }
}
