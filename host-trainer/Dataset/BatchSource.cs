using TorchSharp;
using static TorchSharp.torch;

namespace TinyClassify.Trainer.Dataset;

/// <summary>Makes batches of an image set; training batches are shuffled, shifted, mirrored and cut out.</summary>
/// <remarks>
/// A whole batch is built as bytes and converted once. Every random choice derives from (seed, epoch, step), so that a
/// resumed run sees the batches that the interrupted one would have seen.
/// </remarks>
public sealed class BatchSource(ImageSet images, ulong seed, Device device)
{
    private const ulong ShuffleStream = 1;
    private const ulong AugmentStream = 2;

    private int _orderEpoch = -1;
    private int[] _order = [];

    public ImageSet Images => images;

    /// <summary>Whole batches in an epoch; the few images left over come in another epoch's order.</summary>
    public int StepsPerEpoch(int batchSize) => images.Count / batchSize;

    /// <param name="padding">Largest shift in each direction, pixels; what comes in from outside is mid-grey (0.0).</param>
    /// <param name="cutout">Side of a square, pixels, that is painted mid-grey around a random point; 0 for none.</param>
    /// <returns>Inputs, float [batchSize, 3, S, S] in channels-last memory, (byte - 128) / 128; labels, int64 [batchSize].</returns>
    public (Tensor Inputs, Tensor Labels) Augmented(int epoch, int step, int batchSize, int padding, int cutout)
    {
        if (_orderEpoch != epoch)
        {
            _order = DeterministicRandom.For(seed, ShuffleStream, (ulong)epoch).Permutation(images.Count);
            _orderEpoch = epoch;
        }
        var random = DeterministicRandom.For(seed, AugmentStream, ((ulong)epoch << 32) | (uint)step);
        var pixels = new byte[batchSize * images.ImageBytes];
        var labels = new long[batchSize];
        for (var i = 0; i < batchSize; i++)
        {
            var index = _order[(step * batchSize) + i];
            labels[i] = images.Labels[index];
            var dx = random.Next((2 * padding) + 1) - padding;
            var dy = random.Next((2 * padding) + 1) - padding;
            var mirrored = random.Next(2) == 1;
            var target = pixels.AsSpan(i * images.ImageBytes, images.ImageBytes);
            ShiftAndMirror(images.Image(index), target, dx, dy, mirrored);
            if (cutout > 0)
                CutOut(target, random.Next(images.Size), random.Next(images.Size), cutout);
        }
        return (ToInputs(pixels, batchSize), torch.tensor(labels, device: device));
    }

    /// <summary>Images first .. first + count - 1, unchanged.</summary>
    /// <returns>As <see cref="Augmented"/>.</returns>
    public (Tensor Inputs, Tensor Labels) Plain(int first, int count)
    {
        var pixels = images.Pixels.AsSpan(first * images.ImageBytes, count * images.ImageBytes).ToArray();
        var labels = new long[count];
        for (var i = 0; i < count; i++)
            labels[i] = images.Labels[first + i];
        return (ToInputs(pixels, count), torch.tensor(labels, device: device));
    }

    private Tensor ToInputs(byte[] pixels, int count) =>
        torch.tensor(pixels, [count, images.Size, images.Size, 3], device: device)
            .to_type(ScalarType.Float32).sub_(128).mul_(1 / 128f).permute(0, 3, 1, 2);

    // DeVries and Taylor 2017, arXiv:1708.04552: the square may reach over the edge, so that it covers less at times.
    private void CutOut(Span<byte> target, int x, int y, int side)
    {
        var left = Math.Max(0, x - (side / 2));
        var right = Math.Min(images.Size, x - (side / 2) + side);
        for (var row = Math.Max(0, y - (side / 2)); row < Math.Min(images.Size, y - (side / 2) + side); row++)
            target[(((row * images.Size) + left) * 3)..(((row * images.Size) + right) * 3)].Fill(128);
    }

    private void ShiftAndMirror(ReadOnlySpan<byte> source, Span<byte> target, int dx, int dy, bool mirrored)
    {
        target.Fill(128);
        var size = images.Size;
        var width = size - Math.Abs(dx);
        var fromX = Math.Max(dx, 0);
        var toX = Math.Max(-dx, 0);
        for (var y = Math.Max(-dy, 0); y < size - Math.Max(dy, 0); y++)
        {
            var from = source.Slice((((y + dy) * size) + fromX) * 3, width * 3);
            var row = target.Slice(y * size * 3, size * 3);
            if (!mirrored)
            {
                from.CopyTo(row[(toX * 3)..]);
                continue;
            }
            for (int x = 0, to = (size - 1 - toX) * 3; x < from.Length; x += 3, to -= 3)
            {
                row[to] = from[x];
                row[to + 1] = from[x + 1];
                row[to + 2] = from[x + 2];
            }
        }
    }
}
