namespace TinyClassify.Trainer.Dataset;

/// <summary>Labelled RGB pictures for a network's input.</summary>
/// <param name="Source">Where the pixels are.</param>
/// <param name="Rows">[N], of each picture its place in <paramref name="Source"/>.</param>
/// <param name="Labels">[N], each in [0, ClassNames.Count).</param>
/// <param name="Size">Height and width, pixels.</param>
/// <param name="ClassNames">In the order of the labels.</param>
public sealed record ImageSet(
    IPixelSource Source, IReadOnlyList<int> Rows, int[] Labels, int Size, IReadOnlyList<string> ClassNames)
{
    /// <param name="pixels">uint8 [N, size, size, 3].</param>
    /// <inheritdoc cref="ImageSet(IPixelSource, IReadOnlyList{int}, int[], int, IReadOnlyList{string})"/>
    public ImageSet(byte[] pixels, int[] labels, int size, IReadOnlyList<string> classNames)
        : this(new PixelArray(pixels, size), [.. Enumerable.Range(0, labels.Length)], labels, size, classNames)
    {
    }

    public int Count => Labels.Length;

    public int ImageBytes => Size * Size * 3;

    /// <returns>One picture, uint8 [Size, Size, 3].</returns>
    public ReadOnlySpan<byte> Image(int index) => Source.Square(Rows[index], Size);

    /// <returns>One picture as it can be cropped: whole, where the source has it so, else as <see cref="Image"/>.</returns>
    public PixelView Whole(int index) => Source.Whole(Rows[index], Size);

    /// <returns>All pictures one after another, uint8 [N, Size, Size, 3], copied.</returns>
    public byte[] Pixels => Bytes(0, Count);

    /// <returns>Pictures first .. first + count - 1, uint8 [count, Size, Size, 3], copied.</returns>
    public byte[] Bytes(int first, int count)
    {
        var bytes = new byte[checked(count * ImageBytes)];
        for (var i = 0; i < count; i++)
            Image(first + i).CopyTo(bytes.AsSpan(i * ImageBytes));
        return bytes;
    }

    /// <returns>The pictures at <paramref name="indices"/>.</returns>
    public ImageSet Select(IReadOnlyList<int> indices) =>
        this with { Rows = [.. indices.Select(i => Rows[i])], Labels = [.. indices.Select(i => Labels[i])] };

    /// <summary>Draws pictures, equally many of each class as far as it has them; neighbours are of different classes.</summary>
    /// <param name="count">1 to <see cref="Count"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are not so many.</exception>
    public ImageSet Draw(int count, ulong seed)
    {
        if (count < 1 || count > Count)
            throw new ArgumentOutOfRangeException(nameof(count), count, $"Must lie between 1 and {Count}.");
        var drawn = new int[ClassNames.Count];
        var order = new DeterministicRandom(seed).Permutation(Count).Select(
            index => (index, Rank: drawn[Labels[index]]++)).ToArray();
        return Select([.. order.OrderBy(o => o.Rank).Take(count).Select(o => o.index)]);
    }

    /// <returns>These pictures and then the others, of the same classes and size.</returns>
    public ImageSet With(ImageSet others) => this with
    {
        Source = new TwoSources(Source, others.Source),
        Rows = [.. Rows.Select(row => 2 * row), .. others.Rows.Select(row => (2 * row) + 1)],
        Labels = [.. Labels, .. others.Labels],
    };

    /// <summary>Splits off pictures for validation, equally many of each class, drawn by <paramref name="seed"/>.</summary>
    /// <param name="validationCount">Pictures to split off, less than <see cref="Count"/>.</param>
    public (ImageSet Training, ImageSet Validation) Split(int validationCount, ulong seed)
    {
        if (validationCount <= 0 || validationCount >= Count)
            throw new ArgumentOutOfRangeException(nameof(validationCount), validationCount,
                $"Must lie between 1 and {Count - 1}.");
        var order = new DeterministicRandom(seed).Permutation(Count);
        var perClass = new int[ClassNames.Count];
        var validation = new List<int>(validationCount);
        var training = new List<int>(Count - validationCount);
        foreach (var index in order)
        {
            // The quota of class c rounds so that all quotas add up to validationCount.
            var c = Labels[index];
            var quota = ((c + 1) * validationCount / ClassNames.Count) - (c * validationCount / ClassNames.Count);
            if (perClass[c] < quota)
            {
                perClass[c]++;
                validation.Add(index);
            }
            else
                training.Add(index);
        }
        training.Sort();
        validation.Sort();
        return (Select(training), Select(validation));
    }

    // Even rows are the first one's.
    private sealed class TwoSources(IPixelSource first, IPixelSource second) : IPixelSource
    {
        public ReadOnlySpan<byte> Square(int row, int size) => Of(row).Square(row / 2, size);

        public PixelView Whole(int row, int size) => Of(row).Whole(row / 2, size);

        private IPixelSource Of(int row) => row % 2 == 0 ? first : second;
    }
}
