using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TinyClassify.Trainer.Training;

/// <summary>Stochastic gradient descent with Nesterov momentum, whose whole state a checkpoint can hold.</summary>
/// <remarks>
/// v = momentum * v + g;  w -= learningRate * (g + momentum * v), with g = gradient + weightDecay * w.
/// Source: Sutskever et al. 2013, in the form that PyTorch's SGD uses.
/// </remarks>
public sealed class NesterovSgd
{
    private readonly List<Slot> _slots = [];
    private readonly double _momentum;

    /// <param name="weightDecay">Applied to parameters of two or more dimensions: BatchNorm and biases are left free.</param>
    public NesterovSgd(IEnumerable<(string name, Parameter parameter)> parameters, double momentum, double weightDecay)
    {
        _momentum = momentum;
        foreach (var (name, parameter) in parameters)
            if (parameter.requires_grad)
                _slots.Add(new(name, parameter, zeros_like(parameter).DetachFromDisposeScope(), parameter.dim() >= 2 ? weightDecay : 0));
    }

    /// <summary>Velocities by parameter name: read to save them, copied into to resume.</summary>
    public IEnumerable<(string Name, Tensor Velocity)> State => _slots.Select(s => (s.Name, s.Velocity));

    public void ClearGradients()
    {
        foreach (var slot in _slots)
            slot.Parameter.grad?.zero_();
    }

    public void Step(double learningRate)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        foreach (var slot in _slots)
        {
            if (slot.Parameter.grad is not { } gradient)
                continue;
            if (slot.WeightDecay > 0)
                gradient.add_(slot.Parameter, alpha: slot.WeightDecay);
            slot.Velocity.mul_(_momentum).add_(gradient);
            slot.Parameter.add_(gradient.add_(slot.Velocity, alpha: _momentum), alpha: -learningRate);
        }
    }

    private sealed record Slot(string Name, Parameter Parameter, Tensor Velocity, double WeightDecay);
}
