using System.Runtime.CompilerServices;

namespace TinyClassify.Native
{
    /// <summary>Why the board started.</summary>
    public static class Startup
    {
        /// <summary>Power, or the reset button.</summary>
        public const int Power = 0;

        /// <summary>Software asked for it: a deployment, or an application that ended.</summary>
        public const int Software = 1;

        /// <summary>The watchdog: something took longer than it may.</summary>
        public const int Watchdog = 2;

        /// <summary>A fault; it was printed, and shown on the screen.</summary>
        public const int Fault = 3;

        /// <returns>One of the causes.</returns>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int GetCause();
    }
}
