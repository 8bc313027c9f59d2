using System.Text;
using TinyClassify.Device.Board;
using TinyClassify.Device.Text;

namespace TinyClassify.VirtualBoard.Simulation;

/// <summary>The serial output: the last lines are kept.</summary>
public sealed class SerialLog : ILog
{
    /// <summary>Lines kept.</summary>
    public const int Capacity = 500;

    private readonly Lock _lock = new();
    private readonly Queue<string> _lines = new();

    /// <summary>A line was written.</summary>
    public event Action<string>? Written;

    /// <inheritdoc/>
    public void Write(TextLine line) => Write(Encoding.UTF8.GetString(line.Bytes, 0, line.Length));

    /// <summary>Writes a line.</summary>
    public void Write(string line)
    {
        lock (_lock)
        {
            if (_lines.Count == Capacity) _lines.Dequeue();
            _lines.Enqueue(line);
        }

        Written?.Invoke(line);
    }

    /// <summary>The lines kept, oldest first.</summary>
    public string[] Lines()
    {
        lock (_lock) return [.. _lines];
    }
}
