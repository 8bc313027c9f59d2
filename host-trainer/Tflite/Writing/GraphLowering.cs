using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Google.FlatBuffers;

namespace TinyClassify.Tflite;

/// <summary>Writes operators with their constant tensors and options.</summary>
internal sealed class OperatorEncoder(ModelBuilder builder)
{
    private readonly Dictionary<string, int> _options = new(StringComparer.Ordinal);

    /// <summary>Adds the constant tensors that an operator reads after its activations.</summary>
    /// <returns>Their tensor indices.</returns>
    public int[] AddConstants(QuantizedOperator op) => op switch
    {
        Conv2D conv => AddWeights(op, conv.Weights, channelAxis: 0),
        DepthwiseConv2D conv => AddWeights(op, conv.Weights, channelAxis: 3),
        FullyConnected dense => AddWeights(op, dense.Weights, channelAxis: 0),
        Reshape => [AddInt32(op.Output.Name + "/shape", [op.Output.Shape.Length], op.Output.Shape.AsSpan())],
        Pad pad => [AddInt32(op.Output.Name + "/paddings", [4, 2], Interleave(pad))],
        _ => [],
    };

    /// <summary>Writes the operator itself.</summary>
    public Offset<Format.Operator> Encode(QuantizedOperator op, uint codeIndex, ReadOnlySpan<int> constants)
    {
        int[] inputs = [.. op.Inputs.Select(builder.TensorIndex), .. constants];
        VectorOffset inputVector = builder.Vector<int>(inputs);
        VectorOffset outputVector = builder.Vector<int>([builder.TensorIndex(op.Output)]);
        return Format.Operator.CreateOperator(
            builder.Flat, codeIndex, inputVector, outputVector, OperatorSignature.Of(op).Options, Options(op));
    }

    private int[] AddWeights(QuantizedOperator op, QuantizedWeights weights, int channelAxis)
    {
        string name = op.Output.Name;
        uint buffer = builder.AddBuffer(MemoryMarshal.AsBytes(weights.Values.AsSpan()));
        Offset<Format.QuantizationParameters> quantization = builder.Quantization(weights.Scales.AsSpan(), zeroPoint: 0, channelAxis);
        int values = builder.AddTensor(name + "/weights", weights.Shape.AsSpan(), Format.TensorType.INT8, buffer, quantization);

        // In float32 as runtimes compute it when they check the bias against its neighbours.
        var biasScales = new float[weights.Scales.Length];
        for (int c = 0; c < biasScales.Length; c++)
            biasScales[c] = op.Inputs[0].Scale * weights.Scales[c];
        Offset<Format.QuantizationParameters> biasQuantization = builder.Quantization(biasScales, zeroPoint: 0, axis: 0);
        int bias = AddInt32(name + "/bias", [weights.ChannelCount], weights.Bias.AsSpan(), biasQuantization);
        return [values, bias];
    }

    private int AddInt32(
        string name, ReadOnlySpan<int> shape, ReadOnlySpan<int> values, Offset<Format.QuantizationParameters> quantization = default)
    {
        byte[] littleEndian = new byte[values.Length * sizeof(int)];
        for (int i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteInt32LittleEndian(littleEndian.AsSpan(i * sizeof(int)), values[i]);
        return builder.AddTensor(name, shape, Format.TensorType.INT32, builder.AddBuffer(littleEndian), quantization);
    }

    private static int[] Interleave(Pad pad)
    {
        var pairs = new int[8];
        for (int axis = 0; axis < 4; axis++)
            (pairs[2 * axis], pairs[(2 * axis) + 1]) = (pad.Before[axis], pad.After[axis]);
        return pairs;
    }

    // Layers of a network are much alike, so one table serves many, of whatever kinds: what comes to the same bytes reads the same.
    private int Options(QuantizedOperator op)
    {
        var alone = new FlatBufferBuilder(64);
        alone.Finish(OperatorOptionsWriter.Write(alone, op));
        string key = Convert.ToBase64String(alone.SizedByteArray());
        if (!_options.TryGetValue(key, out int table))
            _options.Add(key, table = OperatorOptionsWriter.Write(builder.Flat, op));
        return table;
    }
}
