using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TinyClassify.Trainer.Models;

/// <summary>Computes: float or bfloat16 tensors [N, C, H, W], and float ones [N, C] from the pooling on.</summary>
public sealed class TensorLayers : ILayers<Tensor>
{
    public static readonly TensorLayers Instance = new();

    private TensorLayers()
    {
    }

    public Tensor Convolve(ConvUnit unit, Tensor input) => unit.forward(input);

    public Tensor Add(Tensor left, Tensor right) => left.add_(right);

    public Tensor AveragePool(Tensor input) => input.to_type(ScalarType.Float32).mean([2, 3]);

    public Tensor Connect(Linear layer, Tensor input) => layer.forward(input);
}
