using TinyClassify.Device.Text;


namespace TinyClassify.Device.Board
{
    /// <summary>The serial output, for whoever listens.</summary>
    public interface ILog
    {
        /// <summary>Writes a line.</summary>
        /// <param name="line">Not kept.</param>
        void Write(TextLine line);
    }
}
