using TinyClassify.Trainer.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace TinyClassify.Trainer.Quantization;

/// <summary>An inverted residual bottleneck in simulated int8; the residual addition has a grid of its own.</summary>
public sealed class QuantizedBlock : nn.Module
{
    public QuantizedBlock(string name, InvertedResidual source, double rangeMomentum)
        : base(name)
    {
        if (source.Expand is not null)
        {
            Expand = new QuantizedConvUnit(source.Expand, rangeMomentum);
            register_module("expand", Expand);
        }
        Depthwise = new QuantizedConvUnit(source.Depthwise, rangeMomentum);
        Project = new QuantizedConvUnit(source.Project, rangeMomentum);
        register_module("depthwise", Depthwise);
        register_module("project", Project);
        if (source.Spec.HasResidual)
        {
            Sum = new ActivationRange("sum", rangeMomentum);
            register_module("sum", Sum);
        }
    }

    public QuantizedConvUnit? Expand { get; }

    public QuantizedConvUnit Depthwise { get; }

    public QuantizedConvUnit Project { get; }

    /// <summary>Grid of the residual addition's output; null where nothing is added.</summary>
    public ActivationRange? Sum { get; }

    /// <inheritdoc cref="QuantizedConvUnit.Forward"/>
    public (Tensor Output, QuantizationStep Step) Forward(Tensor input, QuantizationStep inputStep)
    {
        var (x, step) = Expand?.Forward(input, inputStep) ?? (input, inputStep);
        (x, step) = Depthwise.Forward(x, step);
        (x, step) = Project.Forward(x, step);
        return Sum is null ? (x, step) : (Sum.forward(x + input), Sum.Step);
    }
}
