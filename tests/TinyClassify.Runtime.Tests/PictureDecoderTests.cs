using System.Text;

namespace TinyClassify.Runtime.Tests;

public class PictureDecoderTests
{
    [Fact]
    public void Png_and_bmp_come_back_byte_for_byte()
    {
        var rgb = TestPictures.Gradient(37, 21);
        Assert.Equal(rgb, PictureDecoder.Decode(TestPictures.Png(rgb, 37, 21)).Rgb);
        Assert.Equal(rgb, PictureDecoder.Decode(TestPictures.Bmp(rgb, 37, 21)).Rgb);
    }

    [Fact]
    public void Jpeg_comes_back_nearly()
    {
        var rgb = TestPictures.Gradient(64, 48);
        var (decoded, width, height) = PictureDecoder.Decode(TestPictures.Jpeg(rgb, 64, 48));
        Assert.Equal((64, 48), (width, height));
        var largest = rgb.Zip(decoded, (a, b) => Math.Abs(a - b)).Max();
        Assert.InRange(largest, 0, 8);
    }

    [Fact]
    public void Probe_tells_format_and_size()
    {
        var rgb = TestPictures.Gradient(30, 20);
        var jpeg = PictureDecoder.Probe(TestPictures.Jpeg(rgb, 30, 20));
        Assert.Equal((PictureFormat.Jpeg, 30, 20), (jpeg.Format, jpeg.Width, jpeg.Height));
        Assert.Equal(PictureFormat.Png, PictureDecoder.Probe(TestPictures.Png(rgb, 30, 20)).Format);
        Assert.Equal(PictureFormat.Bmp, PictureDecoder.Probe(TestPictures.Bmp(rgb, 30, 20)).Format);
    }

    [Fact]
    public void A_large_picture_decodes_in_the_boards_memory()
    {
        const int width = 4000, height = 3000;
        var jpeg = TestPictures.Jpeg(TestPictures.Gradient(width, height), width, height, quality: 80);
        var rgb = PictureDecoder.Decode(new MemoryStream(jpeg), 32, 32, workspaceBytes: 256 * 1024);
        // The crop is the middle 3000 x 3000: red runs from 500/4000 to 3500/4000 of its range.
        Assert.InRange(rgb[0], 255 * 500 / 4000, 255 * 600 / 4000 + 3);
        Assert.InRange(rgb[31 * 3], 255 * 3400 / 4000 - 3, 255 * 3500 / 4000);
    }

    [Fact]
    public void Too_small_a_workspace_says_what_is_needed()
    {
        var png = TestPictures.Png(TestPictures.Gradient(50, 50), 50, 50);
        var e = Assert.Throws<TinyClassifyException>(() => PictureDecoder.Decode(png, 8, 8, workspaceBytes: 1000));
        Assert.Equal(TinyClassifyStatus.PictureTooLarge, e.Status);
        Assert.Equal(1000, e.Expected);
        PictureDecoder.Decode(png, 8, 8, workspaceBytes: checked((int)e.Seen));
    }

    [Fact]
    public void An_output_wider_than_the_picture_is_enlarged()
    {
        var png = TestPictures.Png([10, 20, 30], 1, 1);
        var rgb = PictureDecoder.Decode(png, 3000, 2);
        for (var i = 0; i < rgb.Length; i++)
            Assert.Equal(10 * (i % 3 + 1), rgb[i]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("This is a shopping list, not a photograph.\n")]
    [InlineData("GIF89a....")]
    [InlineData("BM")]
    public void What_is_no_picture_is_refused_with_a_reason(string text)
    {
        var e = Assert.Throws<TinyClassifyException>(() => PictureDecoder.Probe(Encoding.ASCII.GetBytes(text)));
        Assert.Contains(e.Status, new[] { TinyClassifyStatus.PictureCorrupt, TinyClassifyStatus.PictureUnsupported });
        Assert.StartsWith("picture ", e.Message, StringComparison.Ordinal);
        Assert.True(e.Message.Contains("seen", StringComparison.Ordinal)
            || e.Message.Contains("GIF", StringComparison.Ordinal), e.Message);
    }

    [Fact]
    public void A_truncated_picture_is_corrupt_at_every_length()
    {
        var rgb = TestPictures.Gradient(24, 24);
        foreach (var file in new[] { TestPictures.Jpeg(rgb, 24, 24), TestPictures.Png(rgb, 24, 24),
            TestPictures.Bmp(rgb, 24, 24) })
            for (var length = 0; length < file.Length - 2; length++) // A JPEG is whole without its end marker.
            {
                var e = Assert.Throws<TinyClassifyException>(() => PictureDecoder.Decode(file.AsSpan(0, length), 8, 8));
                // A JPEG's first byte alone could be any file's.
                Assert.Equal(TinyClassifyStatus.PictureCorrupt, e.Status);
            }
    }

    [Fact]
    public void A_header_that_claims_gigabytes_is_too_large()
    {
        var png = TestPictures.Png(TestPictures.Gradient(2, 2), 2, 2);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(png.AsSpan(16), 60000);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(png.AsSpan(20), 60000);
        png[28] = 1;
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(png.AsSpan(29), Crc(png.AsSpan(12, 17)));
        var e = Assert.Throws<TinyClassifyException>(() => PictureDecoder.Decode(png, 8, 8));
        Assert.Equal(TinyClassifyStatus.PictureTooLarge, e.Status);
    }

    [Fact]
    public void What_a_stream_throws_comes_through_and_a_reader_may_give_little_at_a_time()
    {
        var rgb = TestPictures.Gradient(37, 21);
        var png = TestPictures.Png(rgb, 37, 21);
        Assert.Equal(rgb, PictureDecoder.Decode(new HaltingStream(png, png.Length), 37, 21));
        Assert.Equal((37, 21), (PictureDecoder.Probe(new HaltingStream(png, png.Length)).Width,
            PictureDecoder.Probe(png).Height));
        var e = Assert.Throws<IOException>(() => PictureDecoder.Decode(new HaltingStream(png, 100), 37, 21));
        Assert.Equal("pulled", e.Message);
    }

    // Gives one, two, three ... bytes, and fails where its end is not the file's.
    private sealed class HaltingStream(byte[] file, int end) : Stream
    {
        private int _at;
        private int _reads;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (_at >= end && end < file.Length)
                throw new IOException("pulled");
            var given = Math.Min(Math.Min(1 + (_reads++ % 5), count), file.Length - _at);
            Array.Copy(file, _at, buffer, offset, given);
            _at += given;
            return given;
        }

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }

    private static uint Crc(ReadOnlySpan<byte> data)
    {
        var crc = uint.MaxValue;
        foreach (var value in data)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? crc >> 1 ^ 0xEDB88320 : crc >> 1;
        }
        return ~crc;
    }
}
