namespace TinyClassify.EndToEnd.Tests;

/// <summary>Tests that look at the same short run of the pipeline.</summary>
[CollectionDefinition(Name)]
public sealed class PipelineCollection : ICollectionFixture<PipelineRun>
{
    public const string Name = "pipeline";
}
