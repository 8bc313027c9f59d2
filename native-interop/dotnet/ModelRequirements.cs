namespace TinyClassify.Runtime;

/// <summary>Memory that a model takes beside its file.</summary>
/// <param name="MemoryBytes">State and arena together, alignment included.</param>
/// <param name="StateBytes">Prepared operators: parameters, offsets, requantisation constants.</param>
/// <param name="ArenaBytes">Activations and kernel scratch at their peak.</param>
public readonly record struct ModelRequirements(int MemoryBytes, int StateBytes, int ArenaBytes);
