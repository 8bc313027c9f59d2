namespace TinyClassify.Trainer.Dataset;

/// <summary>How far pictures are changed at random while they are trained on; half of them are mirrored besides.</summary>
/// <param name="Shift">Largest shift in each direction, pixels; what comes in from outside is mid-grey (0.0).</param>
/// <param name="Cutout">Side of a square, pixels, that is painted mid-grey around a random point; 0 for none.</param>
/// <param name="Augment">For large pictures: a random rectangle in place of a shift, and more; null for none.</param>
/// <param name="Pixels">Side that rectangles are made to, other than the set's; 0 for the set's. Only with rectangles and without
/// cutout.</param>
public readonly record struct PictureChanges(int Shift, int Cutout, AugmentRecipe? Augment = null, int Pixels = 0);
