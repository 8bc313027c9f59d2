namespace TinyClassify.Conversion;

/// <summary>Field ids of the tables in metadata.fbs, table by table; a test holds the two together.</summary>
internal static class MetadataSchema
{
    public const string FileIdentifier = "M001";

    public static class AssociatedFile
    {
        public const int Name = 0;
        public const int Description = 1;
        public const int Type = 2;
    }

    public static class ImageSize
    {
        public const int Width = 0;
        public const int Height = 1;
    }

    public static class ImageProperties
    {
        public const int ColorSpace = 0;
        public const int DefaultSize = 1;
    }

    public static class Content
    {
        public const int ContentProperties = 1;
    }

    public static class NormalizationOptions
    {
        public const int Mean = 0;
        public const int Std = 1;
    }

    public static class ProcessUnit
    {
        public const int Options = 1;
    }

    public static class Stats
    {
        public const int Max = 0;
        public const int Min = 1;
    }

    public static class TensorMetadata
    {
        public const int Name = 0;
        public const int Description = 1;
        public const int DimensionNames = 2;
        public const int Content = 3;
        public const int ProcessUnits = 4;
        public const int Stats = 5;
        public const int AssociatedFiles = 6;
    }

    public static class SubGraphMetadata
    {
        public const int Name = 0;
        public const int Description = 1;
        public const int InputTensorMetadata = 2;
        public const int OutputTensorMetadata = 3;
    }

    public static class ModelMetadata
    {
        public const int Name = 0;
        public const int Description = 1;
        public const int Version = 2;
        public const int SubgraphMetadata = 3;
        public const int Author = 4;
        public const int License = 5;
        public const int AssociatedFiles = 6;
        public const int MinParserVersion = 7;
    }
}
