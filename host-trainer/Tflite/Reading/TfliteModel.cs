using System.Collections.Immutable;

namespace TinyClassify.Tflite;

/// <summary>What a .tflite file says, whatever its types and operators. Read by <see cref="TfliteReader"/>.</summary>
/// <param name="SchemaVersion">Version of the file format, 3 for all files of today.</param>
/// <param name="Description">The maker's description, often a converter's name.</param>
/// <param name="Labels">Class names in output order; empty where the file carries none.</param>
/// <param name="Subgraphs">The first is the one that runs.</param>
/// <param name="Metadata">Further blocks, in file order.</param>
/// <param name="File">The bytes that it was read from.</param>
public sealed record TfliteModel(
    int SchemaVersion, string Description, ImmutableArray<string> Labels, ImmutableArray<TfliteSubgraph> Subgraphs,
    ImmutableArray<TfliteMetadata> Metadata, ReadOnlyMemory<byte> File)
{
    /// <summary>Size of the file.</summary>
    public long FileBytes => File.Length;
}
