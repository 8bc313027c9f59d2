using TinyClassify.Device.Board;
using TinyClassify.Device.Text;
using TinyClassify.Native;

namespace TinyClassify.Device.Tests;

/// <summary>The board's collector stops everything: stepping through pictures leaves it nothing to do.</summary>
public sealed class AllocationTests
{
    private const int Pictures = 20;

    [Fact]
    public void Showing_a_picture_makes_no_garbage_but_three_names()
    {
        var card = new QuietCard();
        for (var i = 0; i < Pictures; i++) card.Add($"cat_{i:D2}.bmp", TestPictures.Bmp(i));
        MemoryCard.Socket = card;
        var clock = new VirtualBoard.Simulation.ManualClock();
        var parts = new BoardParts
        {
            MayWrite = false,
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
        void Step()
        {
            application.Handle(Input.TouchRight, clock.Milliseconds);
            while (application.State == AppState.Reading) application.Handle(Input.None, clock.Milliseconds);
        }

        for (var i = 0; i < Pictures; i++) Step();

        // A machine with much to do takes more turns for a picture: the least is what a picture takes by itself.
        var allocated = Least(_ => Step());
        Assert.Equal(AppState.Showing, application.State);

        // The board's native code takes nothing of the managed heap; what stands for it here does, and is counted alone.
        var native = Least(CallNativeCode);
        Firmware.FixedTimes = null;

        // Three strings with what they are made from: the path, the file's name and its folder's.
        Assert.InRange(allocated - native, 0, 256);

        static long Least(Action<int> work)
        {
            var least = long.MaxValue;
            for (var i = 0; i < Pictures; i++)
            {
                var before = GC.GetAllocatedBytesForCurrentThread();
                work(i);
                least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            }

            return least;
        }
    }

    private readonly byte[] _path = new byte[MemoryCard.MaxPathBytes];
    private readonly ushort[] _preview = new ushort[Ui.Layout.PictureSide * Ui.Layout.PictureSide];
    private readonly int[] _results = new int[PictureFact.Count];

    private void CallNativeCode(int index)
    {
        var length = MemoryCard.GetPath(index, _path);
        Assert.True(length > 0);
        Engine.BeginPicture(_path, length, Ui.Layout.PictureSide, Ui.Layout.PictureSide);
        while (Engine.ContinuePicture(_preview, _results) > 0)
        {
        }
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
        public void Write(Text.TextLine line)
        {
        }
    }

    /// <summary>Files in memory.</summary>
    private sealed class QuietCard : ICardSocket
    {
        private readonly SortedDictionary<string, byte[]> _files = [];

        public int State => MemoryCard.Ready;

        public bool IsWritable => true;

        public void Add(string path, byte[] contents) => _files.Add(path, contents);

        public void Mount()
        {
        }

        public IEnumerable<CardEntry> Read(string folder) =>
            _files.Keys.Select(name => new CardEntry(name, isFolder: false, isHidden: false));

        public Stream OpenRead(string path) => _files.TryGetValue(path, out var file) ? new MemoryStream(file)
            : throw new FileNotFoundException();

        public Stream OpenWrite(string path) => throw new UnauthorizedAccessException();

        public void Delete(string path) => throw new UnauthorizedAccessException();
    }
}
