using System.Collections.Immutable;
using TinyClassify.Tflite.Format;

namespace TinyClassify.Tflite;

/// <summary>What the standard metadata say of how a picture's bytes become the input's real values.</summary>
internal static class NormalizationReader
{
    private const string MetadataIdentifier = "M001";

    /// <summary>Null where the file says nothing.</summary>
    /// <exception cref="InvalidDataException">The metadata are damaged.</exception>
    public static PictureNormalization? Read(ImmutableArray<TfliteMetadata> metadata)
    {
        TfliteMetadata? standard = metadata.FirstOrDefault(m => m.Name == MetadataNames.Standard);
        if (standard is null)
            return null;
        FlatTable? options = new FlatFile(standard.Data).Root(MetadataIdentifier, "metadata")
            .Tables(FieldIds.ModelMetadata.SubgraphMetadata, "subgraph_metadata").Take(1)
            .SelectMany(s => s.Tables(FieldIds.SubGraphMetadata.InputTensorMetadata, "input_tensor_metadata").Take(1))
            .SelectMany(t => t.Tables(FieldIds.TensorMetadata.ProcessUnits, "process_units"))
            .Where(u => u.UInt8(FieldIds.ProcessUnit.OptionsType) == (byte)ProcessUnitOptions.NormalizationOptions)
            .Select(u => u.Table(FieldIds.ProcessUnit.Options, "options"))
            .FirstOrDefault();
        if (options is not FlatTable stated)
            return null;
        float[] mean = stated.Singles(FieldIds.NormalizationOptions.Mean, "mean"), std =
            stated.Singles(FieldIds.NormalizationOptions.Std, "std");
        return mean.Length > 0 && std.Length > 0 ? new PictureNormalization([.. mean], [.. std]) : null;
    }
}
