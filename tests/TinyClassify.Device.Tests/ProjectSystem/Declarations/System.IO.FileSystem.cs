namespace System.IO
{
    public enum FileMode
    {
        CreateNew = 1,
        Create,
        Open,
        OpenOrCreate,
        Truncate,
        Append,
    }

    public enum FileAccess
    {
        Read = 1,
        Write = 2,
        ReadWrite = 3,
    }

    public class FileStream : Stream
    {
        public FileStream(string path, FileMode mode, FileAccess access) { }

        public override bool CanRead { get { return true; } }

        public override bool CanSeek { get { return true; } }

        public override bool CanWrite { get { return true; } }

        public override long Length { get { return 0; } }

        public override long Position { get; set; }

        public override void Flush() { }

        public override int Read(byte[] buffer, int offset, int count) { return 0; }

        public override int Read(SpanByte buffer) { return 0; }

        public override long Seek(long offset, SeekOrigin origin) { return 0; }

        public override void SetLength(long value) { }

        public override void Write(byte[] buffer, int offset, int count) { }
    }

    public static class File
    {
        public static bool Exists(string path) { return false; }
    }

    public static class Directory
    {
        public static bool Exists(string path) { return false; }

        public static string[] GetFiles(string path) { return null; }

        public static string[] GetDirectories(string path) { return null; }
    }

    public static class Path
    {
        public static string Combine(string path1, string path2) { return null; }
    }

    public sealed class DriveInfo
    {
        public string Name { get { return null; } }

        public static DriveInfo[] GetDrives() { return null; }

        public static void MountRemovableVolumes() { }
    }
}

namespace nanoFramework.System.IO
{
    public class RemovableDriveEventArgs : global::System.EventArgs
    {
        public global::System.IO.DriveInfo Drive { get { return null; } }
    }

    public delegate void RemovableDeviceEventHandler(object sender, RemovableDriveEventArgs e);

    public static class StorageEventManager
    {
        public static event RemovableDeviceEventHandler RemovableDeviceInserted { add { } remove { } }

        public static event RemovableDeviceEventHandler RemovableDeviceRemoved { add { } remove { } }
    }
}
