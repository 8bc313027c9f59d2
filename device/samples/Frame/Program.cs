using System;
using System.Threading;
using TinyClassify.Native;

namespace TinyClassify.Samples
{
    /// <summary>Classifies the frame that lies on the card as frame.565, once a second, and prints what it is.</summary>
    /// <remarks>A camera's driver takes the place of MemoryCard.Read.</remarks>
    public static class Program
    {
        private const int Width = 160;
        private const int Height = 120;

        private static readonly byte[] s_path = { (byte)'f', (byte)'r', (byte)'a', (byte)'m', (byte)'e', (byte)'.', (byte)'5',
            (byte)'6', (byte)'5' };

        /// <summary>Runs for ever.</summary>
        public static void Main()
        {
            FrameClassifier classifier = new FrameClassifier();
            byte[] frame = new byte[Width * Height * 2];
            while (true)
            {
                int count = MemoryCard.Read(s_path, s_path.Length, 0, frame, frame.Length);
                if (count == frame.Length)
                {
                    int best = classifier.Classify(frame, Engine.FrameRgb565, Width, Height, Width * 2);
                    Console.WriteLine("class " + best + ", " + classifier.Permille + " of 1000");
                }
                else
                {
                    Console.WriteLine("frame.565: " + count + " bytes or status, expected " + frame.Length);
                }

                Thread.Sleep(1000);
            }
        }
    }
}
