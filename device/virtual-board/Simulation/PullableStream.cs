namespace TinyClassify.VirtualBoard.Simulation;

/// <summary>A file on a card: every access asks first whether the card is still there, every write whether it has room.</summary>
internal sealed class PullableStream(Stream inner, Action check, Action<int> takeRoom) : Stream
{
    public override bool CanRead => inner.CanRead;

    public override bool CanSeek => inner.CanSeek;

    public override bool CanWrite => inner.CanWrite;

    public override long Length => Checked().Length;

    public override long Position
    {
        get => inner.Position;
        set => Checked().Position = value;
    }

    public override int Read(byte[] buffer, int offset, int count) => Checked().Read(buffer, offset, count);

    public override void Write(byte[] buffer, int offset, int count)
    {
        // In small pieces: a pull in between leaves a part of a line behind, as on a real card.
        for (var done = 0; done < count; done += 16)
        {
            var piece = Math.Min(16, count - done);
            takeRoom(piece);
            Checked().Write(buffer, offset + done, piece);
            inner.Flush();
        }
    }

    public override long Seek(long offset, SeekOrigin origin) => Checked().Seek(offset, origin);

    public override void SetLength(long value) => Checked().SetLength(value);

    public override void Flush() => Checked().Flush();

    protected override void Dispose(bool disposing)
    {
        // Closing never throws: the file system of the PC is still there, whatever became of the card.
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }

    private Stream Checked()
    {
        check();
        return inner;
    }
}
