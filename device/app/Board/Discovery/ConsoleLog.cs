using System;
using System.Text;
using TinyClassify.Device.Text;

namespace TinyClassify.Device.Board.Discovery
{
    /// <summary>The runtime's console: the virtual COM port of the ST-LINK.</summary>
    public sealed class ConsoleLog : ILog
    {
        /// <inheritdoc/>
        public void Write(TextLine line)
        {
            Console.WriteLine(Encoding.UTF8.GetString(line.Bytes, 0, line.Length));
        }
    }
}
