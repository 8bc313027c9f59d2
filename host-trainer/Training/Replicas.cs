using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TinyClassify.Trainer.Training;

/// <summary>Copies of a module that compute the gradient of a batch in equal parts, side by side on the CPU's cores.</summary>
/// <remarks>
/// A network this small waits at every operator if threads share each one; whole parts of a batch do not. What comes out depends
/// on the number of parts alone, never on that of the threads: parts are added in their order, and each is normalised by itself,
/// as on several devices (Goyal et al. 2017, arXiv:1706.02677, section 2.3).
/// </remarks>
internal sealed class Replicas : IDisposable
{
    private readonly nn.Module<Tensor, Tensor>[] _modules;
    private readonly (Parameter Own, Parameter[] Twins)[] _parameters;
    private readonly (Tensor Own, Tensor[] Twins)[] _buffers;
    private readonly PartThreads? _threads;

    /// <param name="module">Has the weights before and after each step, and computes the first part.</param>
    /// <param name="twins">Modules of the same layout, one for each further part.</param>
    public Replicas(nn.Module<Tensor, Tensor> module, IReadOnlyList<nn.Module<Tensor, Tensor>> twins)
    {
        _modules = [module, .. twins];
        var parameters = twins.Select(t => t.named_parameters().ToDictionary(p => p.name, p => p.parameter)).ToArray();
        _parameters = [.. module.named_parameters().Select(p => (p.parameter, parameters.Select(t => t[p.name]).ToArray()))];
        var buffers = twins.Select(t => t.named_buffers().ToDictionary(b => b.name, b => b.buffer)).ToArray();
        _buffers = [.. module.named_buffers().Select(b => (b.buffer, buffers.Select(t => t[b.name]).ToArray()))];
        var threads = get_num_threads();
        if (twins.Count > 0 && threads > 1 && _parameters[0].Own.device_type == DeviceType.CPU)
            _threads = new PartThreads(Math.Min(_modules.Length, threads));
        foreach (var twin in twins)
            twin.train();
    }

    public int Count => _modules.Length;

    /// <summary>Runs every part, and leaves the mean of their gradients and of their buffers in the first module.</summary>
    /// <param name="part">Computes the part of that number with that module, and goes backward through its mean loss.</param>
    public void Step(Action<nn.Module<Tensor, Tensor>, int> part)
    {
        CopyToTwins();
        if (_threads is null)
            for (var i = 0; i < Count; i++)
                part(_modules[i], i);
        else
            _threads.Run(Count, i => part(_modules[i], i));
        TakeMeans();
    }

    public void Dispose() => _threads?.Dispose();

    private void CopyToTwins()
    {
        if (Count == 1)
            return;
        using var noGradient = no_grad();
        foreach (var (own, twins) in _parameters)
            foreach (var twin in twins)
            {
                twin.copy_(own);
                twin.grad = null;
            }
        foreach (var (own, twins) in _buffers)
            foreach (var twin in twins)
                twin.copy_(own);
    }

    private void TakeMeans()
    {
        if (Count == 1)
            return;
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        foreach (var (own, twins) in _parameters)
            if (own.grad is { } gradient)
                Mean(gradient, twins.Select(t => t.grad!));
        foreach (var (own, twins) in _buffers)
            if (own.is_floating_point())
                Mean(own, twins);
    }

    private void Mean(Tensor own, IEnumerable<Tensor> others)
    {
        foreach (var other in others)
            own.add_(other);
        own.mul_(1.0 / Count);
    }
}
