using TinyClassify.Trainer.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TinyClassify.Trainer.Pruning;

/// <summary>Computes only from some convolution on, with what the earlier ones gave when they were recorded.</summary>
internal sealed class ReplayLayers : ILayers<Tensor>
{
    private readonly List<Tensor> _outputs = [];
    private int _first = int.MaxValue;
    private int _next;

    /// <summary>Computes everything, and keeps each convolution's output until its dispose scope ends.</summary>
    public Tensor Record(LayeredNetwork network, Tensor inputs)
    {
        _outputs.Clear();
        (_first, _next) = (0, 0);
        return network.Apply(new Recorder(this), inputs);
    }

    /// <param name="first">Number of the first convolution that is computed again, in graph order.</param>
    public Tensor ReplayFrom(LayeredNetwork network, Tensor inputs, int first)
    {
        (_first, _next) = (first, 0);
        return network.Apply(this, inputs);
    }

    public Tensor Convolve(ConvUnit unit, Tensor input)
    {
        var index = _next++;
        return index < _first ? _outputs[index] : unit.forward(input);
    }

    // Not in place: the left side may be a recorded output.
    public Tensor Add(Tensor left, Tensor right) => left.add(right);

    public Tensor AveragePool(Tensor input) => TensorLayers.Instance.AveragePool(input);

    public Tensor Connect(Linear layer, Tensor input) => TensorLayers.Instance.Connect(layer, input);

    private sealed class Recorder(ReplayLayers replay) : ILayers<Tensor>
    {
        public Tensor Convolve(ConvUnit unit, Tensor input)
        {
            var output = replay.Convolve(unit, input);
            replay._outputs.Add(output);
            return output;
        }

        public Tensor Add(Tensor left, Tensor right) => replay.Add(left, right);

        public Tensor AveragePool(Tensor input) => replay.AveragePool(input);

        public Tensor Connect(Linear layer, Tensor input) => replay.Connect(layer, input);
    }
}
