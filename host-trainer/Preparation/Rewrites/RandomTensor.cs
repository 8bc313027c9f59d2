using TinyClassify.Tflite;
using TinyClassify.Tflite.Format;

namespace TinyClassify.Preparation;

/// <summary>Tensors to try a rewrite with.</summary>
internal static class RandomTensor
{
    /// <param name="extremes">Only the ends of the range, where sums are largest and clamps bite.</param>
    public static Values Of(EditableTensor tensor, int seed, bool extremes)
    {
        var random = new Random(seed);
        int count = tensor.ElementCount;
        (int least, int most) = tensor.Type switch
        {
            TensorType.UINT8 => (0, 255),
            TensorType.INT8 => (-128, 127),
            _ => (-1000, 1000),
        };
        if (tensor.Type == TensorType.FLOAT32)
            return Values.Of(tensor.Shape, [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 8) - 4)]);
        return Values.Of(tensor.Shape, [.. Enumerable.Range(0, count).Select(_ =>
            extremes ? (random.Next(2) == 0 ? least : most) : random.Next(least, most + 1))]);
    }
}
