using System;
using System.Text;
using TinyClassify.Runtime;

namespace TinyClassify.Native
{
    /// <summary>The board's classifier on .NET: the same native code, in the same amounts of memory, behind the same C#
    /// face.</summary>
    /// <remarks>Documented in native-interop/managed/Engine.cs; a test compares the two.</remarks>
    public static partial class Engine
    {
        /// <summary>See the board's.</summary>
        public const int InterfaceVersion = 2;


        private static ClassifierModel s_model;
        private static byte[][] s_labels = new byte[0][];
        private static string s_error = "";

        /// <summary>Managed bytes that classifying took so far: the board's native code takes none.</summary>
        public static long AllocatedBytes { get; private set; }

        /// <summary>The file of the model that is open; empty while none is.</summary>
        public static byte[] OpenFile { get; private set; } = new byte[0];

        /// <summary>See the board's.</summary>
        public static int GetInterfaceVersion()
        {
            return Firmware.InterfaceVersion;
        }

        /// <summary>See the board's.</summary>
        public static int OpenBuiltInModel()
        {
            return Open(Firmware.Model);
        }

        /// <summary>See the board's.</summary>
        public static int DescribeModel(int[] facts)
        {
            if (s_model == null) return NoModel();
            if (facts.Length < ModelFact.Count) return Fail(TinyClassifyStatus.Argument, "places for facts", facts.Length,
                ModelFact.Count);
            facts[ModelFact.InputWidth] = s_model.InputWidth;
            facts[ModelFact.InputHeight] = s_model.InputHeight;
            facts[ModelFact.ClassCount] = s_model.ClassCount;
            facts[ModelFact.ArenaBytes] = s_model.ArenaBytes;
            facts[ModelFact.WeightBytes] = (int)s_model.WeightBytes;
            facts[ModelFact.KiloMacs] = (int)(s_model.Macs / 1000);
            facts[ModelFact.OperatorCount] = s_model.Operators.Count;
            facts[ModelFact.InputChannels] = s_model.InputChannels;
            return 0;
        }

        /// <summary>See the board's.</summary>
        public static int GetModelName(byte[] text)
        {
            return s_model == null ? NoModel() : Write(Encoding.UTF8.GetBytes(s_model.Name), text);
        }

        /// <summary>See the board's.</summary>
        public static int GetLabel(int classIndex, byte[] text)
        {
            if (s_model == null) return NoModel();
            if (classIndex < 0 || classIndex >= s_labels.Length)
            {
                return Fail(TinyClassifyStatus.Argument, "class index", classIndex, s_labels.Length - 1);
            }

            return Write(s_labels[classIndex], text);
        }

        /// <summary>See the board's.</summary>
        public static int GetErrorText(byte[] text)
        {
            return Write(Encoding.UTF8.GetBytes(s_error), text);
        }

        private static int Open(ReadOnlySpan<byte> file)
        {
            Close();
            try
            {
                int needed = ClassifierModel.Measure(file, Rounding.Double, Firmware.Kernels).MemoryBytes;
                if (needed > BoardMemory.ModelMemoryBytes)
                {
                    return Fail(TinyClassifyStatus.Memory, "bytes of memory for the model", BoardMemory.ModelMemoryBytes, needed);
                }

                s_model = ClassifierModel.Open(file, Rounding.Double, Firmware.Kernels);
                if (s_model.InputKind == InputKind.Tensor)
                {
                    Close();
                    return Fail(
                        TinyClassifyStatus.ModelUnsupported, "a model's input that no picture feeds (sound, sensors): kind",
                        (int)InputKind.Tensor, (int)InputKind.Rgb);
                }

                OpenFile = file.ToArray();
                s_model.WorkspaceBytes = BoardMemory.WorkspaceBytes;
                s_labels = new byte[s_model.ClassCount][];
                for (int i = 0; i < s_labels.Length; i++) s_labels[i] = Encoding.UTF8.GetBytes(s_model.Labels[i]);
                return 0;
            }
            catch (TinyClassifyException e)
            {
                s_error = e.Message;
                return (int)e.Status;
            }
        }

        private static void Close()
        {
            CancelPicture();
            s_model?.Dispose();
            s_model = null;
            OpenFile = new byte[0];
        }

        private static void Report(PictureTimes times, int[] results)
        {
            Prediction[] top = s_model.Top(Math.Min(PictureFact.TopCount, s_model.ClassCount));
            results[PictureFact.DecodeMicroseconds] = Firmware.FixedTimes?.Decode ?? (int)times.Decode.TotalMicroseconds;
            results[PictureFact.InvokeMicroseconds] = Firmware.FixedTimes?.Invoke ?? (int)times.Invoke.TotalMicroseconds;
            results[PictureFact.Classes] = top.Length;
            for (int i = 0; i < top.Length; i++)
            {
                int at = PictureFact.First + i * PictureFact.Stride;
                results[at] = top[i].ClassIndex;
                results[at + 1] = top[i].ProbabilityPermille;
                results[at + 2] = top[i].Score;
            }
        }

        private static int NoModel()
        {
            return Fail(TinyClassifyStatus.Argument, "open models", 0, 1);
        }

        private static int Fail(TinyClassifyStatus status, string what, long seen, long expected)
        {
            // As tc_format_diagnostic words it.
            string name = status == TinyClassifyStatus.Memory ? "too little memory"
                : status == TinyClassifyStatus.ModelUnsupported ? "model not supported" : "wrong argument";
            s_error = status == TinyClassifyStatus.Memory
                ? name + ": needs " + Grouped(expected) + " bytes, has " + Grouped(seen) + " (" + what + ")"
                : name + ": " + what + ": seen " + seen + ", expected " + expected;
            return (int)status;
        }

        private static string Grouped(long number)
        {
            return number.ToString("N0", System.Globalization.CultureInfo.InvariantCulture);
        }

        private static int Write(byte[] source, byte[] text)
        {
            int count = Math.Min(source.Length, text.Length);
            Array.Copy(source, text, count);
            return count;
        }
    }
}
