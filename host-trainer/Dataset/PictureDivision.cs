namespace TinyClassify.Trainer.Dataset;

/// <summary>One picture file of a class.</summary>
/// <param name="Label">In [0, classes).</param>
/// <param name="Hash">SHA-256 of the file's bytes.</param>
/// <param name="Part">Where it lies; <see cref="PicturePart.Training"/> as long as nothing has been kept back.</param>
public sealed record PictureFile(string Path, int Label, byte[] Hash, PicturePart Part)
{
    /// <summary>The hash as text: what tells whether two files are the same.</summary>
    public string Key { get; } = Convert.ToHexStringLower(Hash);
}

/// <summary>Says which pictures are for training, which to choose by and which for the test.</summary>
/// <remarks>
/// The bytes of a picture decide, through their hash, and nothing else: a picture that is added, renamed or moved to another disk
/// changes nothing
/// for the others, so that none that was trained on ever comes into the test. So each class gives the same share on average, and
/// one at least.
/// </remarks>
public static class PictureDivision
{
    private const double TestShare = 0.1;
    private const double LargestValidationShare = 0.1;
    private const int FewestToTrainOn = 5;
    private const int ToName = 3;

    /// <param name="files">Those that can be read.</param>
    /// <param name="layout">Whose own division is kept.</param>
    /// <param name="validationImages">Pictures to choose by, about; never more than a tenth.</param>
    /// <param name="say">Receives what is left out.</param>
    /// <returns>The files, each in its part.</returns>
    /// <exception cref="InvalidDataException">A class has too few pictures in a part; the message names it.</exception>
    public static IReadOnlyList<PictureFile> Of(
        IReadOnlyList<PictureFile> files, FolderLayout layout, int validationImages, Action<string> say)
    {
        if (!layout.IsDivided)
            files = KeepBack(files, PicturePart.Test, TestShare, hashAt: 0);
        if (!layout.Has(PicturePart.Validation))
        {
            var training = files.Count(f => f.Part == PicturePart.Training);
            files = KeepBack(files, PicturePart.Validation,
                Math.Min(LargestValidationShare, (double)validationImages / Math.Max(1, training)), hashAt: 8);
        }
        files = WithoutDuplicates(files, PicturePart.Validation, [PicturePart.Training], say);
        files = WithoutDuplicates(files, PicturePart.Test, [PicturePart.Training, PicturePart.Validation], say);
        RequireEnough(files, layout.Classes);
        return files;
    }

    /// <summary>Checks what is left of a part once its pictures have been decoded.</summary>
    /// <param name="files">Those of the part that can be read.</param>
    /// <exception cref="InvalidDataException">A class has too few; the message names it.</exception>
    public static void RequireEnough(IReadOnlyList<PictureFile> files, PicturePart part, IReadOnlyList<string> classes)
    {
        var needed = part == PicturePart.Training ? FewestToTrainOn : 1;
        for (var c = 0; c < classes.Count; c++)
            if (files.Count(f => f.Label == c) is var count && count < needed)
                throw new InvalidDataException(
                    $"Class {classes[c]} has {count} pictures for the {part.ToString().ToLowerInvariant()} that can be read; "
                    + $"expected {needed} at least. Take those away that cannot, and add others.");
    }

    /// <summary>Tells of the same picture in two classes: one of them is wrong, and only a person can say which.</summary>
    public static void TellOfContradictions(IReadOnlyList<PictureFile> files, Action<string> say)
    {
        var both = files.GroupBy(f => f.Key).Where(g => g.Select(f => f.Label).Distinct().Count() > 1).ToArray();
        if (both.Length == 0)
            return;
        say($"{both.Length} pictures lie in more than one class (the same bytes); one of them is wrong:");
        foreach (var group in both.Take(ToName))
            say("  " + string.Join(" = ", group.Select(f => f.Path)));
    }

    // A picture is kept back if its hash lies low enough; if none of a class does, its lowest is.
    private static PictureFile[] KeepBack(IReadOnlyList<PictureFile> files, PicturePart part, double share, int hashAt)
    {
        var lowest = files.Where(f => f.Part == PicturePart.Training).GroupBy(f => f.Label).ToDictionary(
            g => g.Key, g => g.Min(Height));
        return [.. files.Select(f => f.Part == PicturePart.Training && (Height(f) < share || Height(f) == lowest[f.Label])
            ? f with { Part = part } : f)];

        // 53 bits of it, in [0, 1).
        double Height(PictureFile file) =>
            (System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(file.Hash.AsSpan(hashAt)) >> 11) * Math.ScaleB(1, -53);
    }

    private static IReadOnlyList<PictureFile> WithoutDuplicates(
        IReadOnlyList<PictureFile> files, PicturePart part, IReadOnlyList<PicturePart> others, Action<string> say)
    {
        var seen = files.Where(f => others.Contains(f.Part)).DistinctBy(f => f.Key).ToDictionary(f => f.Key);
        var twice = files.Where(f => f.Part == part && seen.ContainsKey(f.Key)).ToArray();
        if (twice.Length == 0)
            return files;
        say($"left out of the {part.ToString().ToLowerInvariant()}: {twice.Length} pictures that are trained on or chosen by as "
            + "well (the same bytes):");
        foreach (var file in twice.Take(ToName))
            say($"  {file.Path} = {seen[file.Key].Path}");
        return [.. files.Except(twice)];
    }

    private static void RequireEnough(IReadOnlyList<PictureFile> files, IReadOnlyList<string> classes)
    {
        for (var c = 0; c < classes.Count; c++)
        {
            var count = Enum.GetValues<PicturePart>().ToDictionary(
                part => part, part => files.Count(f => f.Label == c && f.Part == part));
            if (count[PicturePart.Training] < FewestToTrainOn)
                throw new InvalidDataException(
                    $"Class {classes[c]} has {count.Values.Sum()} pictures: {count[PicturePart.Test]} are kept for the test and "
                        + $"{count[PicturePart.Validation]} to choose by, "
                    + $"which leaves {count[PicturePart.Training]} to train on; expected {FewestToTrainOn} at least, and some "
                    + "hundreds for good results. Add pictures to it.");
            foreach (var part in new[] { PicturePart.Validation, PicturePart.Test })
                if (count[part] == 0)
                    throw new InvalidDataException($"Class {classes[c]} has no pictures left for the "
                        + $"{part.ToString().ToLowerInvariant()}. Put others there than it is trained on.");
        }
    }
}
