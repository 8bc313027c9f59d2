using System.IO;
using TinyClassify.Runtime;

namespace TinyClassify.Native
{
    /// <summary>What the board has in flash: kernels and the built-in model. The PC puts the model there before the application
    /// starts.</summary>
    public static class Firmware
    {
        /// <summary>The board's own, so that a model takes the memory that it takes there; the PC's are faster and take
        /// more.</summary>
        public const KernelSet Kernels = KernelSet.CortexM7;

        /// <summary>The built-in model's file.</summary>
        public static byte[] Model { get; private set; } = new byte[0];

        /// <summary>What <see cref="Engine.GetInterfaceVersion"/> answers; tests make it differ.</summary>
        public static int InterfaceVersion { get; set; } = Engine.InterfaceVersion;

        /// <summary>Decode and inference microseconds to report instead of those measured, so that tests see the same screens on
        /// every machine; null outside tests.</summary>
        public static (int Decode, int Invoke)? FixedTimes { get; set; }

        /// <summary>Reads a model file into the flash.</summary>
        /// <exception cref="IOException">There is no such file, or it cannot be read.</exception>
        public static void LoadModel(string path)
        {
            if (!File.Exists(path))
            {
                throw new FileNotFoundException(
                    "There is no model " + path + ". Train and convert one, or give a .tflite file with --model FILE.", path);
            }

            Model = File.ReadAllBytes(path);
        }

        /// <summary>Puts a model into the flash.</summary>
        public static void SetModel(byte[] file)
        {
            Model = file;
        }
    }
}
