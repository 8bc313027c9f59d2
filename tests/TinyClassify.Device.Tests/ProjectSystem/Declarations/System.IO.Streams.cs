namespace System.IO
{
    public enum SeekOrigin
    {
        Begin,
        Current,
        End,
    }

    public abstract class Stream : MarshalByRefObject, IDisposable
    {
        public abstract bool CanRead { get; }

        public abstract bool CanSeek { get; }

        public abstract bool CanWrite { get; }

        public abstract long Length { get; }

        public abstract long Position { get; set; }

        public virtual void Close() { }

        public void Dispose() { }

        public abstract void Flush();

        public abstract int Read(byte[] buffer, int offset, int count);

        public abstract int Read(SpanByte buffer);

        public virtual int ReadByte() { return 0; }

        public abstract long Seek(long offset, SeekOrigin origin);

        public abstract void SetLength(long value);

        public abstract void Write(byte[] buffer, int offset, int count);
    }
}
