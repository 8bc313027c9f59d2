namespace TinyClassify.Tflite.Tests;

/// <summary>Turns an operator's recipe into the operator. Shapes follow from its input.</summary>
internal static class OperatorBuilder
{
    public static QuantizedOperator Build(OperatorRecipe recipe, IReadOnlyList<QuantizedTensor> tensors, string name)
    {
        QuantizedTensor input = tensors[^1];
        var sliding = new Sliding(recipe.StrideHeight, recipe.StrideWidth, recipe.Padding, recipe.Dilation, recipe.Dilation);
        return recipe.Kind switch
        {
            "CONV_2D" => Convolution(recipe, input, sliding, name),
            "DEPTHWISE_CONV_2D" => Depthwise(recipe, input, sliding, name),
            "FULLY_CONNECTED" => Dense(recipe, input, name),
            "ADD" => Sum(recipe, tensors, name),
            "AVERAGE_POOL_2D" => new AveragePool2D(
                input, Pooled(recipe, input, sliding, name), recipe.KernelHeight, recipe.KernelWidth, sliding, recipe.Activation),
            "MAX_POOL_2D" => new MaxPool2D(
                input, Pooled(recipe, input, sliding, name), recipe.KernelHeight, recipe.KernelWidth, sliding, recipe.Activation),
            "RESHAPE" => new Reshape(input, new QuantizedTensor(name, [1, input.ElementCount], input.Scale, input.ZeroPoint)),
            "PAD" => Padded(recipe, Image(input), name),
            "SOFTMAX" => new Softmax(
                input, new QuantizedTensor(name, input.Shape.AsSpan(), Softmax.OutputScale, Softmax.OutputZeroPoint)),
            _ => throw new InvalidOperationException($"Unknown operator {recipe.Kind}."),
        };
    }

    private static Conv2D Convolution(OperatorRecipe recipe, QuantizedTensor input, Sliding sliding, string name)
    {
        Image(input);
        int taps = recipe.KernelHeight * recipe.KernelWidth * input.Shape[3];
        QuantizedWeights weights = Weights(
            recipe, [recipe.Channels, recipe.KernelHeight, recipe.KernelWidth, input.Shape[3]], recipe.Channels, true);
        return new Conv2D(input, Slid(recipe, input, sliding, name, recipe.Channels, Step(recipe, input, taps)), weights, sliding,
            recipe.Activation);
    }

    private static DepthwiseConv2D Depthwise(OperatorRecipe recipe, QuantizedTensor input, Sliding sliding, string name)
    {
        Image(input);
        int channels = recipe.Channels * input.Shape[3];
        int taps = recipe.KernelHeight * recipe.KernelWidth;
        QuantizedWeights weights = Weights(recipe, [1, recipe.KernelHeight, recipe.KernelWidth, channels], channels, true);
        return new DepthwiseConv2D(input, Slid(recipe, input, sliding, name, channels, Step(recipe, input, taps)), weights,
            sliding,
            recipe.Activation);
    }

    private static FullyConnected Dense(OperatorRecipe recipe, QuantizedTensor input, string name)
    {
        QuantizedWeights weights = Weights(recipe, [recipe.Channels, input.ElementCount], recipe.Channels, false);
        var output = new QuantizedTensor(name, [1, recipe.Channels], Step(recipe, input, input.ElementCount), recipe.ZeroPoint);
        return new FullyConnected(input, output, weights, recipe.Activation);
    }

    private static Add Sum(OperatorRecipe recipe, IReadOnlyList<QuantizedTensor> tensors, string name)
    {
        QuantizedTensor left = tensors[^1];
        if (recipe.Back >= tensors.Count)
            throw new ArgumentException("There is no tensor that far back.");
        QuantizedTensor right = tensors[^(1 + recipe.Back)];
        float scale = recipe.RelativeScale * (left.Scale + right.Scale);
        return new Add(left, right, new QuantizedTensor(name, left.Shape.AsSpan(), scale, recipe.ZeroPoint), recipe.Activation);
    }

    private static Pad Padded(OperatorRecipe recipe, QuantizedTensor input, string name)
    {
        int[] before = [0, recipe.PadTop, recipe.PadLeft, 0];
        int[] after = [0, recipe.PadBottom, recipe.PadRight, recipe.PadChannels];
        int[] shape = [.. input.Shape.Select((size, axis) => size + before[axis] + after[axis])];
        return new Pad(input, new QuantizedTensor(name, shape, input.Scale, input.ZeroPoint), before, after);
    }

    private static QuantizedTensor Pooled(OperatorRecipe recipe, QuantizedTensor input, Sliding sliding, string name)
    {
        Image(input);
        return Slid(recipe with { ZeroPoint = input.ZeroPoint }, input, sliding, name, input.Shape[3], input.Scale);
    }

    private static QuantizedTensor Slid(
        OperatorRecipe recipe, QuantizedTensor input, Sliding sliding, string name, int channels, float scale)
    {
        int height = Shapes.SlidingExtent(
            input.Shape[1], recipe.KernelHeight, sliding.StrideHeight, sliding.DilationHeight, sliding.Padding);
        int width = Shapes.SlidingExtent(
            input.Shape[2], recipe.KernelWidth, sliding.StrideWidth, sliding.DilationWidth, sliding.Padding);
        return new QuantizedTensor(name, [1, height, width, channels], scale, recipe.ZeroPoint);
    }

    private static QuantizedTensor Image(QuantizedTensor input) =>
        input.Shape.Length == 4 ? input : throw new ArgumentException("The operator needs [1, H, W, C].");

    // A sum of random terms grows with the root of their number; its typical size divided by 127 fills the int8 range.
    private static float Step(OperatorRecipe recipe, QuantizedTensor input, int taps)
    {
        double typical = 74.0 * 0.58 * recipe.WeightReach * WeightScale(recipe) * input.Scale * Math.Sqrt(taps);
        return (float)(recipe.RelativeScale * typical / 40);
    }

    private static float WeightScale(OperatorRecipe recipe) => 0.0005f + (0.02f * new Random(recipe.Seed).NextSingle());

    private static QuantizedWeights Weights(OperatorRecipe recipe, int[] shape, int channels, bool perChannel)
    {
        var random = new Random(recipe.Seed);
        var values = new sbyte[shape.Aggregate((a, b) => a * b)];
        for (int i = 0; i < values.Length; i++)
            values[i] = (sbyte)random.Next(-recipe.WeightReach, recipe.WeightReach + 1);
        var scales = new float[perChannel ? channels : 1];
        for (int c = 0; c < scales.Length; c++)
            scales[c] = WeightScale(recipe) * (c == 0 ? 1 : 0.05f + random.NextSingle());
        var bias = new int[channels];
        int biasReach = 40 * recipe.WeightReach;
        for (int c = 0; c < channels; c++)
            bias[c] = random.Next(-biasReach, biasReach + 1);
        return new QuantizedWeights(values, shape, scales, bias);
    }
}
