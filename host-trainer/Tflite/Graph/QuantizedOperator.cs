using System.Collections.Immutable;

namespace TinyClassify.Tflite;

/// <summary>One step of a graph: reads its inputs, writes one output. Checked when constructed, immutable after.</summary>
public abstract class QuantizedOperator
{
    private protected QuantizedOperator(ReadOnlySpan<QuantizedTensor> inputs, QuantizedTensor output)
    {
        foreach (QuantizedTensor input in inputs)
            ArgumentNullException.ThrowIfNull(input, nameof(inputs));
        ArgumentNullException.ThrowIfNull(output);
        Inputs = [.. inputs];
        Output = output;
    }

    /// <summary>TFLite's name of the operator, e.g. "CONV_2D".</summary>
    public abstract string Kind { get; }

    public ImmutableArray<QuantizedTensor> Inputs { get; }

    public QuantizedTensor Output { get; }

    /// <summary>Multiply-accumulates of one inference; 0 for operators without weights.</summary>
    public virtual long Macs => 0;

    private protected ArgumentException Wrong(string seenAndExpected) =>
        new($"{Kind} that makes '{Output.Name}': {seenAndExpected}");

    private protected void RequireRank4()
    {
        foreach (QuantizedTensor tensor in Inputs.Add(Output))
        {
            if (tensor.Shape.Length != 4)
                throw Wrong($"'{tensor.Name}' has shape {Shapes.Text(tensor.Shape)}; expected [1, H, W, C].");
        }
    }

    private protected void RequireSharedQuantization()
    {
        if (!Inputs[0].SharesQuantization(Output))
            throw Wrong($"the input is {Inputs[0]} and the output {Output}; expected equal scale and zero point, bytes are "
                + "copied.");
    }

    private protected void RequireActivation(FusedActivation activation)
    {
        if (!Enum.IsDefined(activation))
            throw Wrong($"activation {activation} is not known; expected None, Relu or Relu6.");
    }
}
