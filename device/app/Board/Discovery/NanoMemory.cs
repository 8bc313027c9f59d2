namespace TinyClassify.Device.Board.Discovery
{
    /// <summary>The managed heap of .NET nanoFramework.</summary>
    public sealed class NanoMemory : IMemory
    {
        /// <inheritdoc/>
        /// <remarks>Collects, without compacting: between two pictures there is time for it.</remarks>
        public int FreeBytes => (int)nanoFramework.Runtime.Native.GC.Run(false);
    }
}
