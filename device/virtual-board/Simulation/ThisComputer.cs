using TinyClassify.Device.Board;
using TinyClassify.Native;
using TinyClassify.VirtualBoard.Web;

namespace TinyClassify.VirtualBoard.Simulation;

/// <summary>This computer in the board's place; knows what the bench counted for the built-in model.</summary>
public sealed class ThisComputer : IStandIn
{
    private byte[] _model = [];
    private int _microseconds = -1;

    /// <inheritdoc/>
    public int BoardMicroseconds
    {
        get
        {
            var model = Engine.OpenFile;
            if (model == _model) return _microseconds;
            _model = model;
            _microseconds = BoardEstimate.Read(model, RepositoryPaths.Cost) is { } estimate ? (int)(estimate.Milliseconds * 1000)
                : -1;
            return _microseconds;
        }
    }
}
