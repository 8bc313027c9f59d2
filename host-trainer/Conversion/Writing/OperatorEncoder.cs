using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Google.FlatBuffers;

namespace TinyClassify.Conversion;

/// <summary>Writes operators with their constant tensors and options.</summary>
internal sealed class OperatorEncoder(ModelBuilder builder)
{
    private readonly FlatBufferBuilder _flat = builder.Flat;

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
    /// <returns>Offset of its table.</returns>
    public int Encode(QuantizedOperator op, uint codeIndex, ReadOnlySpan<int> constants)
    {
        var inputs = new List<int>();
        foreach (QuantizedTensor input in op.Inputs)
            inputs.Add(builder.TensorIndex(input));
        inputs.AddRange(constants);
        int options = EncodeOptions(op);
        int inputVector = builder.IntVector(CollectionsMarshal.AsSpan(inputs));
        int outputVector = builder.IntVector([builder.TensorIndex(op.Output)]);
        _flat.StartTable(5);
        _flat.AddUint(TfliteSchema.Operator.OpcodeIndex, codeIndex, 0);
        _flat.AddOffset(TfliteSchema.Operator.Inputs, inputVector, 0);
        _flat.AddOffset(TfliteSchema.Operator.Outputs, outputVector, 0);
        _flat.AddByte(TfliteSchema.Operator.BuiltinOptions - 1, (byte)OperatorSignature.Of(op).Options, 0);
        _flat.AddOffset(TfliteSchema.Operator.BuiltinOptions, options, 0);
        return _flat.EndTable();
    }

    private int[] AddWeights(QuantizedOperator op, QuantizedWeights weights, int channelAxis)
    {
        string name = op.Output.Name;
        uint buffer = builder.AddBuffer(MemoryMarshal.AsBytes(weights.Values.AsSpan()));
        int quantization = builder.Quantization(weights.Scales.AsSpan(), zeroPoint: 0, channelAxis);
        int values = builder.AddTensor(name + "/weights", weights.Shape.AsSpan(), TensorType.Int8, buffer, quantization);

        // In float32 as runtimes compute it when they check the bias against its neighbours.
        var biasScales = new float[weights.Scales.Length];
        for (int c = 0; c < biasScales.Length; c++)
            biasScales[c] = op.Inputs[0].Scale * weights.Scales[c];
        int biasQuantization = builder.Quantization(biasScales, zeroPoint: 0, axis: 0);
        int bias = AddInt32(name + "/bias", [weights.ChannelCount], weights.Bias.AsSpan(), biasQuantization);
        return [values, bias];
    }

    private int AddInt32(string name, ReadOnlySpan<int> shape, ReadOnlySpan<int> values, int quantization = 0)
    {
        byte[] littleEndian = new byte[values.Length * sizeof(int)];
        for (int i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteInt32LittleEndian(littleEndian.AsSpan(i * sizeof(int)), values[i]);
        return builder.AddTensor(name, shape, TensorType.Int32, builder.AddBuffer(littleEndian), quantization);
    }

    private static int[] Interleave(Pad pad)
    {
        var pairs = new int[8];
        for (int axis = 0; axis < 4; axis++)
            (pairs[2 * axis], pairs[(2 * axis) + 1]) = (pad.Before[axis], pad.After[axis]);
        return pairs;
    }

    private int EncodeOptions(QuantizedOperator op)
    {
        switch (op)
        {
            case Conv2D conv:
                _flat.StartTable(6);
                _flat.AddSbyte(TfliteSchema.Conv2DOptions.Padding, (sbyte)conv.Sliding.Padding, 0);
                _flat.AddInt(TfliteSchema.Conv2DOptions.StrideW, conv.Sliding.StrideWidth, 0);
                _flat.AddInt(TfliteSchema.Conv2DOptions.StrideH, conv.Sliding.StrideHeight, 0);
                _flat.AddSbyte(TfliteSchema.Conv2DOptions.FusedActivationFunction, (sbyte)conv.Activation, 0);
                _flat.AddInt(TfliteSchema.Conv2DOptions.DilationWFactor, conv.Sliding.DilationWidth, 1);
                _flat.AddInt(TfliteSchema.Conv2DOptions.DilationHFactor, conv.Sliding.DilationHeight, 1);
                return _flat.EndTable();
            case DepthwiseConv2D conv:
                _flat.StartTable(7);
                _flat.AddSbyte(TfliteSchema.DepthwiseConv2DOptions.Padding, (sbyte)conv.Sliding.Padding, 0);
                _flat.AddInt(TfliteSchema.DepthwiseConv2DOptions.StrideW, conv.Sliding.StrideWidth, 0);
                _flat.AddInt(TfliteSchema.DepthwiseConv2DOptions.StrideH, conv.Sliding.StrideHeight, 0);
                _flat.AddInt(TfliteSchema.DepthwiseConv2DOptions.DepthMultiplier, conv.DepthMultiplier, 0);
                _flat.AddSbyte(TfliteSchema.DepthwiseConv2DOptions.FusedActivationFunction, (sbyte)conv.Activation, 0);
                _flat.AddInt(TfliteSchema.DepthwiseConv2DOptions.DilationWFactor, conv.Sliding.DilationWidth, 1);
                _flat.AddInt(TfliteSchema.DepthwiseConv2DOptions.DilationHFactor, conv.Sliding.DilationHeight, 1);
                return _flat.EndTable();
            case PoolingOperator pool:
                _flat.StartTable(6);
                _flat.AddSbyte(TfliteSchema.Pool2DOptions.Padding, (sbyte)pool.Sliding.Padding, 0);
                _flat.AddInt(TfliteSchema.Pool2DOptions.StrideW, pool.Sliding.StrideWidth, 0);
                _flat.AddInt(TfliteSchema.Pool2DOptions.StrideH, pool.Sliding.StrideHeight, 0);
                _flat.AddInt(TfliteSchema.Pool2DOptions.FilterWidth, pool.KernelWidth, 0);
                _flat.AddInt(TfliteSchema.Pool2DOptions.FilterHeight, pool.KernelHeight, 0);
                _flat.AddSbyte(TfliteSchema.Pool2DOptions.FusedActivationFunction, (sbyte)pool.Activation, 0);
                return _flat.EndTable();
            case FullyConnected dense:
                _flat.StartTable(1);
                _flat.AddSbyte(TfliteSchema.FullyConnectedOptions.FusedActivationFunction, (sbyte)dense.Activation, 0);
                return _flat.EndTable();
            case Add add:
                _flat.StartTable(1);
                _flat.AddSbyte(TfliteSchema.AddOptions.FusedActivationFunction, (sbyte)add.Activation, 0);
                return _flat.EndTable();
            case Softmax softmax:
                _flat.StartTable(1);
                _flat.AddFloat(TfliteSchema.SoftmaxOptions.Beta, softmax.Beta, 0);
                return _flat.EndTable();
            case Reshape reshape:
                int shape = builder.IntVector(reshape.Output.Shape.AsSpan());
                _flat.StartTable(1);
                _flat.AddOffset(TfliteSchema.ReshapeOptions.NewShape, shape, 0);
                return _flat.EndTable();
            default:
                _flat.StartTable(0);
                return _flat.EndTable();
        }
    }
}
