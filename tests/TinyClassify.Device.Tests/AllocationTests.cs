using TinyClassify.Device.Board;
using TinyClassify.Native;

namespace TinyClassify.Device.Tests;

/// <summary>The board's collector stops everything: stepping through pictures leaves it nothing to do.</summary>
public sealed class AllocationTests
{
    private const int Pictures = 20;

    [Fact]
    public void Showing_a_picture_makes_no_garbage_but_the_paths_file_name_and_the_stream()
    {
        var card = new MemoryCard();
        for (var i = 0; i < Pictures; i++) card.Add($"/cat_{i:D2}.bmp", TestPictures.Bmp(i));
        var clock = new VirtualBoard.Simulation.ManualClock();
        var parts = new BoardParts
        {
            Card = card,
            Clock = clock,
            Display = new QuietDisplay(),
            Inputs = new InputQueue(clock),
            Led = new QuietLed(),
            Log = new QuietLog(),
            Memory = new VirtualBoard.Simulation.UnknownMemory(),
        };
        Firmware.SetModel(SmallModel.File());
        Firmware.FixedTimes = (1000, 1000);
        var application = new Application(parts);
        application.Start();
        void Step() => application.Handle(Input.TouchRight, clock.Milliseconds);
        for (var i = 0; i < Pictures; i++) Step();

        var engineBefore = Engine.AllocatedBytes;
        card.AllocatedBytes = 0;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Pictures; i++) Step();
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before - (Engine.AllocatedBytes - engineBefore) - card.AllocatedBytes;
        Firmware.FixedTimes = null;

        Assert.Equal(AppState.Showing, application.State);
        // Two strings: the file's name and its folder's, cut from the path.
        Assert.InRange(allocated / Pictures, 0, 96);
    }

    private sealed class QuietDisplay : IDisplay
    {
        public int Width => 480;

        public int Height => 272;

        public void Show(ushort[] frame)
        {
        }
    }

    private sealed class QuietLed : ILed
    {
        public void Set(bool on)
        {
        }
    }

    private sealed class QuietLog : ILog
    {
        public void Write(Ui.TextLine line)
        {
        }
    }

    /// <summary>Files in memory; counts what handing them out allocates.</summary>
    private sealed class MemoryCard : ICard
    {
        private readonly Dictionary<string, byte[]> _files = [];

        public long AllocatedBytes { get; set; }

        public bool IsInserted => true;

        public bool IsWritable => true;

        public string Root => "";

        public void Add(string path, byte[] contents) => _files.Add(path, contents);

        public string[] GetFolders(string folder) => [];

        public string[] GetFiles(string folder) => [.. _files.Keys];

        public string? Find(string name) => _files.ContainsKey("/" + name) ? "/" + name : null;

        public Stream OpenRead(string path)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var stream = new MemoryStream(_files[path]);
            AllocatedBytes += GC.GetAllocatedBytesForCurrentThread() - before;
            return stream;
        }

        public Stream OpenWrite(string name)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var stream = new MemoryStream(4096);
            AllocatedBytes += GC.GetAllocatedBytesForCurrentThread() - before;
            return stream;
        }
    }
}
