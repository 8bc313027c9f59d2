namespace TinyClassify.Trainer.Dataset;

/// <summary>All that chance decides of one picture of a batch; what it makes of the pixels depends on nothing else.</summary>
/// <param name="Right">Shift, pixels.</param>
/// <param name="Down">Shift, pixels.</param>
/// <param name="CutX">Middle of the square that is cut out.</param>
/// <param name="CutY">As <paramref name="CutX"/>.</param>
/// <param name="AugmentSeed">Of rectangle, colours and erasing.</param>
/// <param name="DegradeSeed">Of what befalls it on the way to a memory card.</param>
internal readonly record struct PictureLook(
    int Right, int Down, bool IsMirrored, int CutX, int CutY, ulong AugmentSeed, ulong DegradeSeed)
{
    /// <param name="fate">Stream of <see cref="DegradeSeed"/>; may be <paramref name="random"/> itself.</param>
    public static PictureLook Draw(DeterministicRandom random, DeterministicRandom fate, PictureChanges changes, int size) => new(
        Right: random.Next((2 * changes.Shift) + 1) - changes.Shift,
        Down: random.Next((2 * changes.Shift) + 1) - changes.Shift,
        IsMirrored: random.Next(2) == 1,
        CutX: changes.Cutout > 0 ? random.Next(size) : 0,
        CutY: changes.Cutout > 0 ? random.Next(size) : 0,
        AugmentSeed: changes.Augment is null ? 0 : random.Next(),
        DegradeSeed: fate.Next());
}
