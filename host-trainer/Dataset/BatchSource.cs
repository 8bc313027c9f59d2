using TorchSharp;
using static TorchSharp.torch;

namespace TinyClassify.Trainer.Dataset;

/// <summary>Makes batches of an image set; those to train on are shuffled, and changed at random.</summary>
/// <remarks>
/// A whole batch is built as bytes and converted once. Every random choice derives from (seed, epoch, step), so that a
/// resumed run sees the batches that the interrupted one would have seen. Several threads may ask at once.
/// </remarks>
/// <param name="degradation">What may befall a training picture besides; null for nothing.</param>
public sealed class BatchSource(ImageSet images, ulong seed, Device device, DegradationRecipe? degradation = null)
{
    private const ulong ShuffleStream = 1;
    private const ulong AugmentStream = 2;
    private const ulong DegradeStream = 3;
    private const ulong ViewStream = 4;

    // One a thread: it has buffers.
    private readonly ThreadLocal<Degradation>? _degradation = degradation is { } recipe ? new(() => new(recipe)) : null;
    private readonly Lock _orderLock = new();
    private int _orderEpoch = -1;
    private int[] _order = [];

    public ImageSet Images => images;

    /// <returns>The same for other pictures.</returns>
    public BatchSource With(ImageSet others) => new(others, seed, device, degradation);

    /// <returns>The same pictures, shifted, mirrored and cut out alike, before anything befell them.</returns>
    public BatchSource Undegraded() => degradation is null ? this : new(images, seed, device);

    /// <summary>Whole batches in an epoch; the few images left over come in another epoch's order.</summary>
    public int StepsPerEpoch(int batchSize) => images.Count / batchSize;

    /// <returns>Inputs, float [batchSize, 3, S, S] in channels-last memory, (byte - 128) / 128; labels, int64
    /// [batchSize].</returns>
    public (Tensor Inputs, Tensor Labels) Augmented(int epoch, int step, int batchSize, PictureChanges changes)
    {
        var indices = Indices(epoch, step, batchSize);
        var random = DeterministicRandom.For(seed, AugmentStream, ((ulong)epoch << 32) | (uint)step);
        var fates = DeterministicRandom.For(seed, DegradeStream, ((ulong)epoch << 32) | (uint)step);
        return Make(indices, changes, [.. indices.Select(_ => PictureLook.Draw(random, fates, changes, images.Size))]);
    }

    /// <summary>As <see cref="Augmented"/>, but a picture looks the same whenever it comes in the same view.</summary>
    /// <param name="view">Which of its looks; the order of the pictures is the epoch's.</param>
    /// <returns>As <see cref="Augmented"/>, and which pictures they are.</returns>
    public (Tensor Inputs, Tensor Labels, int[] Indices) View(int view, int epoch, int step, int batchSize,
        PictureChanges changes)
    {
        var indices = Indices(epoch, step, batchSize);
        var (inputs, labels) = Make(indices, changes, [.. indices.Select(index =>
        {
            var random = DeterministicRandom.For(seed, ViewStream, ((ulong)view << 32) | (uint)index);
            return PictureLook.Draw(random, random, changes, images.Size);
        })]);
        return (inputs, labels, indices);
    }

    /// <summary>Images first .. first + count - 1, unchanged.</summary>
    /// <returns>As <see cref="Augmented"/>.</returns>
    public (Tensor Inputs, Tensor Labels) Plain(int first, int count)
    {
        var pixels = images.Bytes(first, count);
        var labels = new long[count];
        for (var i = 0; i < count; i++)
            labels[i] = images.Labels[first + i];
        return (ToInputs(pixels, count, images.Size), torch.tensor(labels, device: device));
    }

    private int[] Indices(int epoch, int step, int batchSize)
    {
        lock (_orderLock)
        {
            if (_orderEpoch != epoch)
            {
                _order = DeterministicRandom.For(seed, ShuffleStream, (ulong)epoch).Permutation(images.Count);
                _orderEpoch = epoch;
            }
            return _order[(step * batchSize)..((step + 1) * batchSize)];
        }
    }

    private (Tensor Inputs, Tensor Labels) Make(int[] indices, PictureChanges changes, PictureLook[] looks)
    {
        var size = changes.Pixels > 0 ? changes.Pixels : images.Size;
        var imageBytes = size * size * 3;
        var pixels = new byte[indices.Length * imageBytes];
        // All that is random has been drawn, so that pictures can be made in whatever order; moving small ones is not worth it.
        var threads = changes.Augment is null && degradation is null ? 1 : get_num_threads();
        if (threads > 1)
            Parallel.For(0, indices.Length, new ParallelOptions { MaxDegreeOfParallelism = threads }, MakeOne);
        else
            for (var i = 0; i < indices.Length; i++)
                MakeOne(i);
        return (ToInputs(pixels, indices.Length, size),
            torch.tensor(indices.Select(i => (long)images.Labels[i]).ToArray(), device: device));

        void MakeOne(int i) => Change(indices[i], pixels.AsSpan(i * imageBytes, imageBytes), size, looks[i], changes);
    }

    private void Change(int index, Span<byte> target, int size, PictureLook look, PictureChanges changes)
    {
        var augment = changes.Augment;
        var random = new DeterministicRandom(look.AugmentSeed);
        if (augment is null)
            ShiftAndMirror(images.Image(index), target, look.Right, look.Down, look.IsMirrored);
        else
        {
            PictureCrop.Random(images.Whole(index), target, size, augment, look.IsMirrored, random);
            ColourJitter.Apply(target, augment, random);
        }
        // After the shift or crop: a card's JPEG has its blocks where the network sees them.
        _degradation?.Value!.Apply(target, size, new DeterministicRandom(look.DegradeSeed));
        if (augment is not null)
            RandomErasing.Apply(target, size, augment, random);
        if (changes.Cutout > 0)
            CutOut(target, look.CutX, look.CutY, changes.Cutout);
    }

    private Tensor ToInputs(byte[] pixels, int count, int size) =>
        torch.tensor(pixels, [count, size, size, 3], device: device)
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
