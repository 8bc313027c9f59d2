namespace TinyClassify.Device.Board
{
    /// <summary>The managed heap.</summary>
    public interface IMemory
    {
        /// <summary>Bytes that are free, or -1 where nobody can tell.</summary>
        int FreeBytes { get; }
    }
}
