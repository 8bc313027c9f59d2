using static TorchSharp.torch;

namespace TinyClassify.Trainer.Models;

/// <summary>1x1 expansion (ReLU6), 3x3 depthwise (ReLU6), 1x1 linear projection, and the input added where shapes allow.</summary>
/// <remarks>Source: Sandler et al. 2018, arXiv:1801.04381, section 3.</remarks>
public sealed class InvertedResidual : nn.Module<Tensor, Tensor>
{
    public InvertedResidual(string name, int inputChannels, BlockSpec spec)
        : base(name)
    {
        Spec = spec;
        if (spec.HasExpansion)
        {
            Expand = new ConvUnit("expand", inputChannels, spec.ExpandedChannels, kernel: 1, stride: 1, groups: 1, hasActivation: true);
            register_module("expand", Expand);
        }
        Depthwise = new ConvUnit("depthwise", spec.ExpandedChannels, spec.ExpandedChannels, kernel: 3, spec.Stride,
            groups: spec.ExpandedChannels, hasActivation: true);
        Project = new ConvUnit("project", spec.ExpandedChannels, spec.OutputChannels, kernel: 1, stride: 1, groups: 1, hasActivation: false);
        register_module("depthwise", Depthwise);
        register_module("project", Project);
    }

    public BlockSpec Spec { get; }

    public ConvUnit? Expand { get; }

    public ConvUnit Depthwise { get; }

    public ConvUnit Project { get; }

    /// <param name="input">Float [N, inC, H, W].</param>
    /// <returns>Float [N, outC, ceil(H / stride), ceil(W / stride)].</returns>
    public override Tensor forward(Tensor input) => Apply(TensorLayers.Instance, input);

    /// <inheritdoc cref="LayeredNetwork.Apply"/>
    public T Apply<T>(ILayers<T> layers, T input)
    {
        var x = Expand is null ? input : layers.Convolve(Expand, input);
        x = layers.Convolve(Project, layers.Convolve(Depthwise, x));
        return Spec.HasResidual ? layers.Add(x, input) : x;
    }
}
