using TorchSharp;
using static TorchSharp.torch;

namespace TinyClassify.Trainer.Training;

/// <summary>Exponential moving average of a module's parameters and buffers: what is validated and kept.</summary>
/// <remarks>
/// Averaging takes the noise of single steps out of the weights, as a lower learning rate would, without slowing training down.
/// The average forgets its random start: after n steps a step weighs at least 1 / (n + 1).
/// Source: Tarvainen and Valpola 2017, arXiv:1703.01780, section 2.
/// </remarks>
public sealed class WeightAverage
{
    private readonly List<(string Name, Tensor Current, Tensor Average)> _tensors = [];
    private readonly double _decay;

    /// <param name="decay">Weight of the past, 0 to below 1: 0.999 averages over the last 1,000 steps or so.</param>
    public WeightAverage(nn.Module module, double decay)
    {
        _decay = decay;
        using var noGradient = no_grad();
        foreach (var (name, tensor) in ModuleState.Of(module))
            if (tensor.is_floating_point())
                _tensors.Add((name, tensor, tensor.detach().clone().DetachFromDisposeScope()));
    }

    /// <summary>Averages by name: read to save them, copied into to resume.</summary>
    public IEnumerable<(string Name, Tensor Average)> State => _tensors.Select(t => (t.Name, t.Average));

    /// <param name="step">Counted from 0.</param>
    public void Update(int step)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        var weight = Math.Max(1 - _decay, 1.0 / (step + 1));
        foreach (var (_, current, average) in _tensors)
            average.lerp_(current, weight);
    }

    /// <summary>Puts the averages where the module's own values are, and the other way round; twice changes nothing.</summary>
    public void Swap()
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        foreach (var (_, current, average) in _tensors)
        {
            var kept = current.clone();
            current.copy_(average);
            average.copy_(kept);
        }
    }
}
