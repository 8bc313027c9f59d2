using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace TinyClassify.Tflite;

/// <summary>An operator of a file on its way into a graph: its activations, constants and options, checked.</summary>
internal sealed class ImportedOperator(
    int index, TfliteOperator op, TfliteSubgraph subgraph, Func<int, QuantizedTensor> activation)
{
    // Output steps; TensorFlow Lite draws the line at the same place.
    private const float BiasTolerance = 0.02f;

    public QuantizedTensor Output => activation(op.Outputs[0]);

    public int FilterHeight => Option(op.Options.FilterHeight);

    public int FilterWidth => Option(op.Options.FilterWidth);

    public float Beta => op.Options.Beta ?? throw NoOptions();

    public QuantizedTensor Input(int position) => activation(Tensor(position, "an activation"));

    public Sliding Sliding() => new(
        Option(op.Options.StrideHeight), Option(op.Options.StrideWidth), (Padding)Option(op.Options.Padding),
        op.Options.DilationHeight ?? 1, op.Options.DilationWidth ?? 1);

    public FusedActivation Activation()
    {
        var fused = (FusedActivation)Option(op.Options.Activation);
        return Enum.IsDefined(fused) ? fused : throw Unsupported($"the fused activation {fused}; expected none, ReLU or ReLU6");
    }

    public QuantizedWeights Weights(int channelAxis)
    {
        if ((op.Options.WeightsFormat ?? 0) != 0)
            throw Unsupported($"weights format {op.Options.WeightsFormat}; expected 0, unshuffled");
        TfliteTensor weights = Constant(1, Format.TensorType.INT8, "weights");
        if (weights.Quantization is not TensorQuantization quantization)
            throw Unsupported("weights without a scale");
        if (quantization.ZeroPoints.Any(z => z != 0))
            throw Unsupported("weights with a zero point other than 0");
        int zeroPoints = quantization.ZeroPoints.Length;
        if (zeroPoints > 1 && zeroPoints != quantization.Scales.Length)
            throw Unsupported($"{quantization.Scales.Length} weight scales and {zeroPoints} zero points; expected as many");
        if (quantization.Scales.Length > 1 && quantization.Axis != channelAxis)
            throw Unsupported($"weights quantised along axis {quantization.Axis}; expected {channelAxis}");
        if (weights.Shape.Length <= channelAxis)
            throw Unsupported($"weights of shape {Shapes.Text(weights.Shape)}; expected a channel axis {channelAxis}");
        int channels = weights.Shape[channelAxis];
        // Only fully connected operators may share a scale; a convolution's single scale stands for every channel.
        bool expand = quantization.Scales.Length == 1 && op.Code != (int)Format.BuiltinOperator.FULLY_CONNECTED;
        float[] scales = [.. expand ? Enumerable.Repeat(quantization.Scales[0], channels) : quantization.Scales];
        int[] bias = op.Inputs.Length > 2 && op.Inputs[2] >= 0 ? Bias(scales) : new int[channels];
        return QuantizedWeights.FromFile(MemoryMarshal.Cast<byte, sbyte>(weights.Data.Span), weights.Shape.AsSpan(), scales,
            bias);
    }

    // Nothing computes with the bias's own scale; one that says something else than inputScale * weightScale would be lost.
    private int[] Bias(float[] weightScales)
    {
        TfliteTensor bias = Constant(2, Format.TensorType.INT32, "bias");
        int[] values = Int32s(bias);
        ReadOnlySpan<float> seen = bias.Quantization is TensorQuantization quantization ? quantization.Scales.AsSpan() : [];
        for (int c = 0; c < seen.Length; c++)
        {
            float expected = Input(0).Scale * weightScales[Math.Min(c, weightScales.Length - 1)];
            if (!(Math.Abs(seen[c] - expected) <= BiasTolerance * Output.Scale))
                throw Unsupported($"bias scale {seen[c]:R} in channel {c}; expected inputScale * weightScale = {expected:R}");
        }

        return values;
    }

    public Pad Pad()
    {
        int[] pairs = Int32s(Constant(1, Format.TensorType.INT32, "paddings"));
        if (pairs.Length != 8)
            throw Unsupported($"{pairs.Length} paddings; expected 8, for four dimensions");
        return new Pad(Input(0), Output, [pairs[0], pairs[2], pairs[4], pairs[6]], [pairs[1], pairs[3], pairs[5], pairs[7]]);
    }

    private TfliteTensor Constant(int position, Format.TensorType type, string what)
    {
        TfliteTensor tensor = subgraph.Tensors[Tensor(position, what)];
        if (!tensor.IsConstant || tensor.IsSparse)
            throw Unsupported($"{what} that are {(tensor.IsSparse ? "sparse" : "computed")}; expected a dense constant");
        if (tensor.Type != type)
            throw Unsupported($"{what} of type {tensor.Type.Name()}; expected {type.Name()}");
        if (tensor.Data.Length != tensor.ByteCount || tensor.Shape.Any(dimension => dimension <= 0))
        {
            throw FlatFile.Damaged(
                $"Operator {index} ({op.Name}) has {tensor.Data.Length} bytes of {what} for shape {Shapes.Text(tensor.Shape)}; " +
                $"expected {tensor.ByteCount}.");
        }

        return tensor;
    }

    private int Tensor(int position, string what) =>
        position < op.Inputs.Length && op.Inputs[position] >= 0
            ? op.Inputs[position]
            : throw Unsupported($"no input {position}; expected {what}");

    private int Option(int? value) => value ?? throw NoOptions();

    private NotSupportedException NoOptions() => Unsupported("no options of its kind; expected those that the format gives it");

    private NotSupportedException Unsupported(string seen) => new($"Operator {index} ({op.Name}) has {seen}.");

    private static int[] Int32s(TfliteTensor tensor)
    {
        var values = new int[tensor.Data.Length / sizeof(int)];
        for (int i = 0; i < values.Length; i++)
            values[i] = BinaryPrimitives.ReadInt32LittleEndian(tensor.Data.Span[(i * sizeof(int))..]);
        return values;
    }
}
