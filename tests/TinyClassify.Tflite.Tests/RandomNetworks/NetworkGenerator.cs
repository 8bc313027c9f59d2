using System.Collections.Immutable;

namespace TinyClassify.Tflite.Tests;

/// <summary>Makes small valid networks from a seed: all operators, inverted residual blocks, odd sizes, 1 to 40 channels, extreme
/// scales and zero points.</summary>
internal static class NetworkGenerator
{
    private const int LargestOperatorMacs = 400_000;

    public static NetworkRecipe Generate(int seed)
    {
        var random = new Random(seed);
        var recipe = new NetworkRecipe(
            random.Next(1, 14), random.Next(1, 14), Channels(random), Scale(random, 1f / 128), ZeroPoint(random), []);
        int length = random.Next(1, 8);
        for (int attempt = 0; attempt < 60 && recipe.Operators.Length < length; attempt++)
        {
            NetworkRecipe longer = recipe with
            {
                Operators = recipe.Operators.AddRange(
                    random.Next(4) == 0 ? InvertedResidual(random, recipe) : [Operator(random, recipe)]),
            };
            if (longer.Build() is QuantizedGraph graph && graph.Operators.All(op => op.Macs < LargestOperatorMacs))
                recipe = longer;
        }

        return recipe;
    }

    private static OperatorRecipe Operator(Random random, NetworkRecipe sofar)
    {
        string kind = SmallGraphs.Kinds[random.Next(SmallGraphs.Kinds.Length)];
        // These end a network's pictures, so they come seldom before its end.
        if (kind is "RESHAPE" or "FULLY_CONNECTED" or "SOFTMAX" && random.Next(3) != 0)
            kind = "CONV_2D";
        int stride = random.Next(1, 4);
        return new OperatorRecipe(kind, random.Next())
        {
            Channels = kind == "DEPTHWISE_CONV_2D" ? (random.Next(4) == 0 ? random.Next(2, 4) : 1) : Channels(random),
            KernelHeight = random.Next(1, 6),
            KernelWidth = random.Next(1, 6),
            StrideHeight = stride,
            StrideWidth = random.Next(4) == 0 ? random.Next(1, 4) : stride,
            Dilation = kind is "CONV_2D" or "DEPTHWISE_CONV_2D" && random.Next(8) == 0 ? random.Next(2, 4) : 1,
            Padding = random.Next(3) == 0 ? Padding.Valid : Padding.Same,
            Activation = (FusedActivation)(new[] { 0, 0, 1, 3 })[random.Next(4)],
            RelativeScale = Scale(random, 1),
            ZeroPoint = ZeroPoint(random),
            WeightReach = random.Next(6) == 0 ? random.Next(1, 127) : 127,
            Back = random.Next(0, sofar.Operators.Length + 1),
            PadTop = random.Next(3),
            PadBottom = random.Next(3),
            PadLeft = random.Next(3),
            PadRight = random.Next(3),
            PadChannels = random.Next(4) == 0 ? random.Next(1, 4) : 0,
        };
    }

    // Expansion, depthwise 3x3, projection, and where shapes allow it the sum with the block's input: MobileNetV2's block, which
    // the engine may run as one.
    private static OperatorRecipe[] InvertedResidual(Random random, NetworkRecipe sofar)
    {
        bool residual = random.Next(2) == 0;
        int stride = residual ? 1 : random.Next(1, 3);
        int input = sofar.Build()?.Operators is [.., QuantizedOperator last] && last.Output.Shape.Length == 4
            ? last.Output.Shape[3] : sofar.Channels;
        OperatorRecipe Layer(string kind, FusedActivation activation) => new(kind, random.Next())
        {
            Activation = activation,
            RelativeScale = Scale(random, 1),
            ZeroPoint = activation == FusedActivation.None || random.Next(3) == 0 ? ZeroPoint(random) : sbyte.MinValue,
        };
        OperatorRecipe expand = Layer("CONV_2D", FusedActivation.Relu6) with { Channels = random.Next(1, 41) };
        OperatorRecipe depthwise = Layer("DEPTHWISE_CONV_2D", random.Next(4) == 0 ? FusedActivation.None
            : FusedActivation.Relu6) with
        {
            KernelHeight = 3,
            KernelWidth = 3,
            StrideHeight = stride,
            StrideWidth = stride,
            Padding = random.Next(6) == 0 ? Padding.Valid : Padding.Same,
        };
        OperatorRecipe project = Layer("CONV_2D", FusedActivation.None) with { Channels = residual ? input : Channels(random) };
        OperatorRecipe sum = Layer("ADD", FusedActivation.None) with { Back = 3 };
        OperatorRecipe[] block = random.Next(6) == 0 ? [depthwise, project, sum with { Back = 2 }]
            : [expand, depthwise, project, sum];
        return residual ? block : block[..^1];
    }

    private static int Channels(Random random) => random.Next(3) == 0 ? random.Next(1, 5) : random.Next(1, 41);

    // Mostly near the typical value; one in eight far from it.
    private static float Scale(Random random, float typical)
    {
        double spread = random.Next(8) == 0 ? 6 : 1;
        return (float)(typical * Math.Pow(2, ((random.NextDouble() * 2) - 1) * spread));
    }

    private static int ZeroPoint(Random random) => random.Next(4) switch
    {
        0 => sbyte.MinValue,
        1 => random.Next(2) == 0 ? 0 : sbyte.MaxValue,
        _ => random.Next(sbyte.MinValue, sbyte.MaxValue + 1),
    };
}
