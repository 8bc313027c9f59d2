using TinyClassify.Tflite;

namespace TinyClassify.Device.Tests;

/// <summary>A model of one layer with the labels of CIFAR-10: the same file whenever it is made.</summary>
internal static class SmallModel
{
    public static readonly string[] Labels =
        ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];

    public static byte[] File(int side = 8, string name = "Small test model", string[]? labels = null, int? classes = null,
        int channels = 3)
    {
        labels ??= Labels;
        var count = classes ?? labels.Length;
        var random = new Random(7);
        var picture = new QuantizedTensor("picture", [1, side, side, channels], 1f / 128, 0);
        var logits = new QuantizedTensor("logits", [1, count], 0.1f, 0);
        var scores = new QuantizedTensor("scores", [1, count], Softmax.OutputScale, Softmax.OutputZeroPoint);
        var weights = new sbyte[count * side * side * channels];
        var largest = Math.Clamp(24384 / (side * side * channels), 1, 127);
        for (var i = 0; i < weights.Length; i++) weights[i] = (sbyte)random.Next(-largest, largest + 1);
        var layer = new QuantizedWeights(weights, [count, side * side * channels], [0.004f], new int[count]);
        var graph = new QuantizedGraph(
            name, labels, picture, [new FullyConnected(picture, logits, layer, FusedActivation.None),
                new Softmax(logits, scores)], scores);
        return TfliteWriter.Write(graph);
    }
}
