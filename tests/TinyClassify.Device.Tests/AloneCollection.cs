namespace TinyClassify.Device.Tests;

/// <summary>Tests that other tests would disturb: beside them a browser's short press may arrive as a long one, and the process'
/// memory is not one test's own.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "alone";
}
