using System;

namespace TinyClassify.Device.Board.Discovery
{
    /// <summary>The runtime's clock. Nothing sets it on this board, so it only moves forward.</summary>
    public sealed class SystemClock : IClock
    {
        /// <inheritdoc/>
        public int Milliseconds => (int)(DateTime.UtcNow.Ticks / TimeSpan.TicksPerMillisecond);
    }
}
