namespace TinyClassify.Tflite;

/// <summary>Arithmetic and constants of one operator.</summary>
/// <param name="Macs">Multiply-accumulates of one inference; null for an operator that has weights but is not counted
/// here.</param>
/// <param name="ConstantBytes">Weights, biases and other constants that it reads.</param>
public sealed record OperatorCost(long? Macs, long ConstantBytes)
{
    public static OperatorCost Of(TfliteSubgraph graph, TfliteOperator op)
    {
        long constants = op.Inputs.Where(t => t >= 0).Sum(t => (long)graph.Tensors[t].Data.Length);
        return new OperatorCost(CountMacs(graph, op), constants);
    }

    private static long? CountMacs(TfliteSubgraph graph, TfliteOperator op)
    {
        TfliteTensor? output = op.Outputs.Length > 0 ? graph.Tensors[op.Outputs[0]] : null;
        TfliteTensor? weights = op.Inputs.Length > 1 && op.Inputs[1] >= 0 ? graph.Tensors[op.Inputs[1]] : null;
        if (output is null || weights is null)
            return 0;
        switch (op.Name)
        {
            // Weights [outC, kH, kW, inC / groups], [1, kH, kW, outC] and [outC, inC].
            case "CONV_2D" when weights.Shape.Length == 4:
                return Product(output.ElementCount, weights.Shape[1], weights.Shape[2], weights.Shape[3]);
            case "DEPTHWISE_CONV_2D" when weights.Shape.Length == 4:
                return Product(output.ElementCount, weights.Shape[1], weights.Shape[2]);
            case "FULLY_CONNECTED" when weights.Shape.Length == 2:
                return Product(output.ElementCount, weights.Shape[1]);
            case "CONV_2D" or "DEPTHWISE_CONV_2D" or "FULLY_CONNECTED" or "CONV_3D" or "TRANSPOSE_CONV" or "CONV_3D_TRANSPOSE"
                or "BATCH_MATMUL" or "LSTM" or "RNN" or "SVDF" or "UNIDIRECTIONAL_SEQUENCE_LSTM" or "UNIDIRECTIONAL_SEQUENCE_RNN"
                or "BIDIRECTIONAL_SEQUENCE_LSTM" or "BIDIRECTIONAL_SEQUENCE_RNN":
                return null;
            default:
                return 0;
        }
    }

    private static long? Product(params ReadOnlySpan<long> factors)
    {
        long product = 1;
        foreach (long factor in factors)
        {
            if (factor < 0 || (factor > 0 && product > long.MaxValue / factor))
                return null;
            product *= factor;
        }

        return product;
    }
}
