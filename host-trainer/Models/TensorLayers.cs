using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TinyClassify.Trainer.Models;

/// <summary>Computes: float tensors [N, C, H, W], and [N, C] from the pooling on.</summary>
public sealed class TensorLayers : ILayers<Tensor>
{
    public static readonly TensorLayers Instance = new();

    private TensorLayers()
    {
    }

    public Tensor Convolve(ConvUnit unit, Tensor input) => unit.forward(input);

    public Tensor Add(Tensor left, Tensor right) => left.add_(right);

    public Tensor AveragePool(Tensor input) => input.mean([2, 3]);

    public Tensor Connect(Linear layer, Tensor input) => layer.forward(input);
}
