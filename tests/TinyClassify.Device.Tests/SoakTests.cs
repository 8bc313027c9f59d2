using System.Text;
using Xunit.Abstractions;

namespace TinyClassify.Device.Tests;

/// <summary>Ten thousand presses, with the card pulled and the reading failing at random moments.</summary>
[Collection(AloneCollection.Name)]
public sealed class SoakTests(ITestOutputHelper output)
{
    private const int Presses = 10_000;
    private const int Seed = 746;

    [Fact]
    public void Ten_thousand_presses_with_faults_lose_no_line_and_no_memory()
    {
        var random = new Random(Seed);
        using var board = new TestBoard().AddPictures("cat.bmp", "dog/1.bmp", "dog/2.bmp", "ship_3.bmp", "plain.bmp")
            .Add("bad.jpg", [1, 2, 3]);
        var presses = 0;
        var pulls = 0;
        var failures = 0;
        board.Card.Accessing += () =>
        {
            switch (random.Next(400))
            {
                case 0:
                    pulls++;
                    board.Card.Eject();
                    break;
                case 1:
                    failures++;
                    throw new IOException("injected");
            }
        };
        board.Start();
        long memoryAtStart = 0;
        var lines = new LineWatch(Path.Combine(board.Folder, "results.csv"));
        var results = 0;
        var unwritten = 0;
        board.Board.Log.Written += line =>
        {
            if (line.Contains(", inference ")) results++;
            if (line.StartsWith("results.csv: ")) unwritten++;
        };
        void Press(int milliseconds)
        {
            board.Press(milliseconds);
            if (++presses == 1000) memoryAtStart = GC.GetTotalMemory(forceFullCollection: true);
        }

        while (presses < Presses)
        {
            var action = random.Next(100);
            if (action < 90) Press(random.Next(15, 250));
            else if (action < 94) Press(random.Next(700, 1200));
            else if (action < 97) board.Touch(random.Next(480));
            else if (action < 98) board.Eject().Insert();
            else board.Pass(random.Next(3500));
            if (!board.Card.IsInserted)
            {
                board.Pass(50);
                Assert.Equal(AppState.WaitingForCard, board.State);
                board.Insert();
            }

            lines.Check();
        }

        var memoryAtEnd = GC.GetTotalMemory(forceFullCollection: true);
        output.WriteLine($"{presses} presses (seed {Seed}), {pulls} pulls in the middle of a file, {failures} failed accesses, "
            + "0 crashes; "
            + $"{results} results, {unwritten} told as not written, {lines.Count} whole lines, 0 lost; memory {memoryAtStart} "
            + $"B after 1,000 presses, {memoryAtEnd} B at the end");
        // The first line is the header. One that was told as not written may stand there all the same: the pull came while it was
        // closed.
        Assert.InRange(lines.Count - 1, results - unwritten, results);
        Assert.True(pulls > 50 && failures > 50 && lines.Count > Presses / 2, "the faults were not injected");
        // The test's own copy of results.csv grows by some 500 KB; a leak of 100 bytes a press would add 900 KB to that.
        Assert.InRange(memoryAtEnd - memoryAtStart, long.MinValue, 1024 * 1024);
    }

    /// <summary>Holds every byte that was ever in the file, and finds it there again.</summary>
    private sealed class LineWatch(string path)
    {
        private readonly FileStream _kept = new(Path.GetTempFileName(), FileMode.Create, FileAccess.ReadWrite, FileShare.None,
            4096, FileOptions.DeleteOnClose);

        public int Count { get; private set; }

        public void Check()
        {
            if (!File.Exists(path)) return;
            using var now = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            Assert.True(now.Length >= _kept.Length, "the file became shorter");
            // The last kilobytes are compared each time; whatever lies before was compared when it was the last.
            var from = Math.Max(0, _kept.Length - 4096);
            var overlap = (int)(_kept.Length - from);
            var before = new byte[overlap];
            var after = new byte[overlap];
            _kept.Position = now.Position = from;
            _kept.ReadExactly(before);
            now.ReadExactly(after);
            Assert.Equal(before, after);
            var grown = new byte[now.Length - _kept.Length];
            now.ReadExactly(grown);
            _kept.Write(grown);
            Count += Encoding.UTF8.GetString(grown).Count(c => c == '\n');
        }
    }
}
