namespace TinyClassify.Tflite;

/// <summary>Writes a graph as a standard int8 .tflite file (schema version 3).</summary>
/// <remarks>The same graph gives the same bytes. Every constant starts at a multiple of 16 bytes from the file's start. Labels
/// are kept twice: for the engine in an entry of our own, for other tools as the metadata standard wants them.</remarks>
public static class TfliteWriter
{
    /// <summary>The whole file.</summary>
    /// <param name="graph">What it computes.</param>
    /// <param name="factors">Whether the file carries its requantisation factors. Scores are the same either way.</param>
    /// <exception cref="ArgumentException">Names clash once "/weights" and the like are added to them.</exception>
    public static byte[] Write(QuantizedGraph graph, FactorPlace factors = FactorPlace.Flash)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return ModelWriter.Write(GraphLowering.Lower(graph), factors);
    }
}
