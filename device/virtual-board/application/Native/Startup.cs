namespace TinyClassify.Native
{
    /// <summary>Why the virtual board started; tests say what they like.</summary>
    /// <remarks>Documented in native-interop/managed/Startup.cs; a test compares the two.</remarks>
    public static class Startup
    {
        /// <summary>See the board's.</summary>
        public const int Power = 0;

        /// <summary>See the board's.</summary>
        public const int Software = 1;

        /// <summary>See the board's.</summary>
        public const int Watchdog = 2;

        /// <summary>See the board's.</summary>
        public const int Fault = 3;

        /// <summary>What <see cref="GetCause"/> answers.</summary>
        public static int Cause { get; set; }

        /// <summary>See the board's.</summary>
        public static int GetCause()
        {
            return Cause;
        }
    }
}
