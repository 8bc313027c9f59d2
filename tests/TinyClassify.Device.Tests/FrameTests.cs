using System.Text;
using TinyClassify.Native;
using TinyClassify.Samples;

namespace TinyClassify.Device.Tests;

/// <summary>A camera's pixels through the interop, and the sample of them (device/samples/Frame), on the virtual board.</summary>
public sealed class FrameTests
{
    private const int Width = 48;
    private const int Height = 32;

    [Theory]
    [InlineData(Engine.FrameRgb565, 2)]
    [InlineData(Engine.FrameRgb888, 3)]
    [InlineData(Engine.FrameGrey8, 1)]
    [InlineData(Engine.FrameBgrx8888, 4)]
    public void A_frame_of_one_colour_is_classified_and_drawn(int format, int bytes)
    {
        using var board = new TestBoard().AddPictures("a.bmp").Start();
        var frame = new byte[Width * Height * bytes];
        Array.Fill(frame, (byte)255);
        var preview = new ushort[16];
        var results = new int[PictureFact.Count];
        Assert.Equal(0, Engine.ClassifyFrame(frame, format, Width, Height, Width * bytes, preview, 4, 4, results));
        Assert.All(preview, pixel => Assert.Equal(0xFFFF, pixel));
        Assert.Equal(PictureFact.TopCount, results[PictureFact.Classes]);
        Assert.Equal(results[PictureFact.First], new FrameClassifier().Classify(frame, format, Width, Height, Width * bytes));
    }

    [Fact]
    public void The_sample_says_of_a_pictures_pixels_what_the_application_says_of_the_picture()
    {
        using var board = new TestBoard().AddPictures("a.bmp", "b.bmp", "c.bmp").Start();
        var sample = new FrameClassifier();
        for (var i = 0; i < 3; i++)
        {
            var top = board.Press().Application.Classifier.Top[0];
            // A BMP's rows come from the bottom and its colours blue first.
            var bmp = TestPictures.Bmp(i, Width, Height);
            var frame = new byte[Width * Height * 3];
            for (var at = 0; at < frame.Length; at++)
            {
                var (y, x, channel) = (at / (Width * 3), at % (Width * 3) / 3, at % 3);
                frame[at] = bmp[54 + ((Height - 1 - y) * Width + x) * 3 + 2 - channel];
            }

            Assert.Equal(top.ClassIndex, sample.Classify(frame, Engine.FrameRgb888, Width, Height, Width * 3));
            Assert.Equal(top.Permille, sample.Permille);
        }
    }

    [Theory]
    [InlineData(99, 1, 10, 5, 20, "bytes of the frame")]
    [InlineData(100, 1, 10, 5, 19, "stride")]
    [InlineData(100, 9, 10, 5, 20, "format")]
    [InlineData(100, 1, 0, 5, 20, "side")]
    [InlineData(100, 1, -1, 5, 20, "side")]
    public void Wrong_frames_are_told(int length, int format, int width, int height, int stride, string expected)
    {
        using var board = new TestBoard().Start();
        var status = Engine.ClassifyFrame(new byte[length], format, width, height, stride, [], 0, 0, new int[PictureFact.Count]);
        Assert.Equal(-1, status);
        var text = new byte[200];
        Assert.Contains(expected, Encoding.ASCII.GetString(text, 0, Engine.GetErrorText(text)));
        Assert.Throws<InvalidOperationException>(() =>
            new FrameClassifier().Classify(new byte[length], format, width, height, stride));
    }
}
