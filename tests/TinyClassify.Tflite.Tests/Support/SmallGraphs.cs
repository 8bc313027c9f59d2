namespace TinyClassify.Tflite.Tests;

/// <summary>Graphs of a single operator, with random contents from a seed.</summary>
internal static class SmallGraphs
{
    /// <summary>Every operator, by the name it has in the file format.</summary>
    public static readonly string[] Kinds =
    [
        "CONV_2D", "DEPTHWISE_CONV_2D", "FULLY_CONNECTED", "ADD", "AVERAGE_POOL_2D", "MAX_POOL_2D", "RESHAPE", "PAD", "SOFTMAX",
    ];

    public static QuantizedGraph Of(string kind, int seed)
    {
        var random = new Random(seed);
        var input = new QuantizedTensor("input", [1, 9, 7, 6], 1f / 128, -3);
        QuantizedTensor Like(string name, params int[] shape) => new(name, shape, input.Scale, input.ZeroPoint);
        QuantizedTensor Output(params int[] shape) => new("output", shape, 0.05f, 5);
        QuantizedOperator[] operators = kind switch
        {
            "CONV_2D" => [new Conv2D(input, Output(1, 5, 4, 5), Weights(random, [5, 3, 3, 6], 5), new Sliding(2, Padding.Same),
                FusedActivation.Relu6)],
            "DEPTHWISE_CONV_2D" => [new DepthwiseConv2D(input, Output(1, 7, 5, 6), Weights(random, [1, 3, 3, 6], 6),
                new Sliding(1, Padding.Valid), FusedActivation.None)],
            "FULLY_CONNECTED" =>
            [new FullyConnected(input, Output(1, 10), Weights(random, [10, 9 * 7 * 6], 10, perChannel: false),
                FusedActivation.None)],
            // Not 0.05, which brings many sums near halves: there XNNPACK, which keeps fewer bits, rounds the other way.
            "ADD" => AddOfPool(input, new QuantizedTensor("output", [1, 9, 7, 6], 0.0137f, 5)),
            "AVERAGE_POOL_2D" => [new AveragePool2D(input, Like("output", 1, 5, 4, 6), 3, 2, new Sliding(2, Padding.Same))],
            "MAX_POOL_2D" => [new MaxPool2D(input, Like("output", 1, 4, 3, 6), 2, 2, new Sliding(2, Padding.Valid))],
            "RESHAPE" => [new Reshape(input, Like("output", 1, 9 * 7 * 6))],
            "PAD" => [new Pad(input, Like("output", 1, 11, 10, 6), [0, 1, 0, 0], [0, 1, 3, 0])],
            "SOFTMAX" => [new Softmax(input, new QuantizedTensor("output", [1, 9, 7, 6], Softmax.OutputScale,
                Softmax.OutputZeroPoint))],
            _ => throw new ArgumentException($"Unknown operator {kind}."),
        };
        // A classifier's output is one row; the engine asks for that.
        if (operators[^1].Output.Shape.Length != 2)
            operators = [.. operators, new Reshape(operators[^1].Output, Flat(operators[^1].Output))];
        return new QuantizedGraph($"one {kind}", [], input, operators, operators[^1].Output);
    }

    /// <summary>A row of the same elements.</summary>
    public static QuantizedTensor Flat(QuantizedTensor tensor) =>
        new("flat", [1, tensor.ElementCount], tensor.Scale, tensor.ZeroPoint);

    /// <summary>A picture classifier: RGB picture of 6 rows and 5 columns, convolution, fully connected, softmax.</summary>
    public static QuantizedGraph Classifier(string[] labels)
    {
        var random = new Random(labels.Length);
        var picture = new QuantizedTensor("picture", [1, 6, 5, 3], 1f / 128, 0);
        var features = new QuantizedTensor("features", [1, 6, 5, 4], 0.03f, -128);
        var logits = new QuantizedTensor("logits", [1, labels.Length], 0.1f, 7);
        var scores = new QuantizedTensor("scores", [1, labels.Length], Softmax.OutputScale, Softmax.OutputZeroPoint);
        QuantizedOperator[] operators =
        [
            new Conv2D(picture, features, Weights(random, [4, 3, 3, 3], 4), new Sliding(1, Padding.Same), FusedActivation.Relu),
            new FullyConnected(features, logits, Weights(random, [labels.Length, 120], labels.Length, perChannel: false),
                FusedActivation.None),
            new Softmax(logits, scores),
        ];
        return new QuantizedGraph("small classifier", labels, picture, operators, scores);
    }

    public static QuantizedWeights Weights(Random random, int[] shape, int channels, bool perChannel = true)
    {
        var values = new sbyte[shape.Aggregate((a, b) => a * b)];
        for (int i = 0; i < values.Length; i++)
            values[i] = (sbyte)random.Next(-127, 128);
        var scales = new float[perChannel ? channels : 1];
        for (int c = 0; c < scales.Length; c++)
            scales[c] = 0.001f + (0.02f * random.NextSingle());
        var bias = new int[channels];
        for (int c = 0; c < channels; c++)
            bias[c] = random.Next(-5000, 5001);
        return new QuantizedWeights(values, shape, scales, bias);
    }

    /// <summary>Input bytes for several runs, from the same generator that made the graph.</summary>
    public static sbyte[] Inputs(QuantizedGraph graph, int count, int seed)
    {
        var random = new Random(seed);
        var inputs = new sbyte[graph.Input.ElementCount * count];
        random.NextBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(inputs.AsSpan()));
        return inputs;
    }

    private static QuantizedOperator[] AddOfPool(QuantizedTensor input, QuantizedTensor output)
    {
        var pooled = new QuantizedTensor("pooled", input.Shape.AsSpan(), input.Scale, input.ZeroPoint);
        return
        [
            new MaxPool2D(input, pooled, 3, 3, new Sliding(1, Padding.Same)),
            new Add(input, pooled, output, FusedActivation.Relu),
        ];
    }
}
