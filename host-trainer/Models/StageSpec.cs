namespace TinyClassify.Trainer.Models;

/// <summary>A row of MobileNetV2's table: <paramref name="Repeats"/> blocks, the first with <paramref name="Stride"/>.</summary>
public sealed record StageSpec(int ExpansionRatio, int Channels, int Repeats, int Stride);
