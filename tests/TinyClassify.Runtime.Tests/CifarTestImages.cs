namespace TinyClassify.Runtime.Tests;

/// <summary>CIFAR-10's test images as its binary archive holds them.</summary>
internal sealed class CifarTestImages
{
    public const int Size = 32;
    private const string Variable = "TINYCLASSIFY_DATA";
    private const int PlaneBytes = Size * Size;
    private const int RecordBytes = 1 + 3 * PlaneBytes;

    private readonly byte[] _records;

    private CifarTestImages(byte[] records) => _records = records;

    public int Count => _records.Length / RecordBytes;

    /// <summary>The test is skipped where they are not there.</summary>
    public static CifarTestImages Require()
    {
        var folder = Environment.GetEnvironmentVariable(Variable);
        Skip.If(string.IsNullOrEmpty(folder),
            $"{Variable} is not set; it names the folder that holds test_batch.bin of CIFAR-10.");
        var path = Path.Combine(folder!, "test_batch.bin");
        Skip.IfNot(File.Exists(path), $"{path} is not there ({Variable}).");
        return new(File.ReadAllBytes(path));
    }

    public int Label(int index) => _records[index * RecordBytes];

    /// <returns>uint8 RGB [32, 32, 3]; the file holds planes.</returns>
    public byte[] Rgb(int index)
    {
        var rgb = new byte[3 * PlaneBytes];
        for (var i = 0; i < PlaneBytes; i++)
            for (var c = 0; c < 3; c++)
                rgb[i * 3 + c] = _records[index * RecordBytes + 1 + c * PlaneBytes + i];
        return rgb;
    }
}
