using System.Buffers.Binary;

namespace TinyClassify.Runtime.Tests;

/// <summary>Pixels of a camera are classified as a picture of the same pixels is.</summary>
public class FrameTests
{
    private const int Width = 61;
    private const int Height = 40;

    private static readonly string s_model = RepositoryRoot.Combine("native-interop/model/classifier.tflite");

    [Theory]
    [InlineData(FrameFormat.Rgb565, 2)]
    [InlineData(FrameFormat.Rgb888, 3)]
    [InlineData(FrameFormat.Grey8, 1)]
    [InlineData(FrameFormat.Bgrx8888, 4)]
    public void Scores_are_those_of_the_picture(FrameFormat format, int bytes)
    {
        var stride = Width * bytes + 7;
        var frame = new byte[(Height - 1) * stride + Width * bytes];
        new Random(3).NextBytes(frame);
        using var model = ClassifierModel.Open(s_model);
        model.ClassifyFrame(frame, format, Width, Height, stride);
        var seen = model.Output.ToArray();
        model.ClassifyPicture(Bmp(frame, format, bytes, stride));
        Assert.Equal(model.Output.ToArray(), seen);
    }

    [Fact]
    public void Wrong_frames_are_told()
    {
        using var model = ClassifierModel.Open(s_model);
        Assert.Contains("expected (height - 1) * stride + a row = 80", Assert.Throws<ArgumentException>(
            () => model.ClassifyFrame(new byte[79], FrameFormat.Rgb565, 10, 4, 20)).Message);
        Assert.Contains("stride", Assert.Throws<TinyClassifyException>(() =>
            model.ClassifyFrame(new byte[80], FrameFormat.Rgb565, 10, 4, 19)).Message);
        Assert.Contains("format", Assert.Throws<TinyClassifyException>(() =>
            model.ClassifyFrame(new byte[800], (FrameFormat)9, 10, 4, 40)).Message);
        Assert.Equal(TinyClassifyStatus.Argument, Assert.Throws<TinyClassifyException>(
            () => model.ClassifyFrame(new byte[80], FrameFormat.Rgb565, 0, 4, 20)).Status);
    }

    // 32 bits a pixel, upper row first; red and green of the 16 bits are spread as the decoder spreads them.
    private static byte[] Bmp(byte[] frame, FrameFormat format, int bytes, int stride)
    {
        var file = new byte[54 + Width * Height * 4];
        file[0] = (byte)'B';
        file[1] = (byte)'M';
        void Put(int at, int value) => BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(at), value);
        Put(10, 54);
        Put(14, 40);
        Put(18, Width);
        Put(22, -Height);
        Put(26, 1 | 32 << 16);
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
            {
                var pixel = frame.AsSpan(y * stride + x * bytes, bytes);
                var (red, green, blue) = format switch
                {
                    FrameFormat.Rgb565 => Spread(BinaryPrimitives.ReadUInt16LittleEndian(pixel)),
                    FrameFormat.Rgb888 => (pixel[0], pixel[1], pixel[2]),
                    FrameFormat.Grey8 => (pixel[0], pixel[0], pixel[0]),
                    _ => (pixel[2], pixel[1], pixel[0]),
                };
                Put(54 + (y * Width + x) * 4, red << 16 | green << 8 | blue);
            }
        }

        return file;
    }

    private static (int Red, int Green, int Blue) Spread(int pixel) =>
        (((pixel >> 11) * 255 + 15) / 31, ((pixel >> 5 & 63) * 255 + 31) / 63, ((pixel & 31) * 255 + 15) / 31);
}
