using TinyClassify.Device.Board;
using TinyClassify.Device.Text;
using TinyClassify.Native;

namespace TinyClassify.Device.Tests;

/// <summary>Whatever breaks of a board, the application goes on.</summary>
public sealed class OutputsTests
{
    [Fact]
    public void Broken_light_display_log_memory_and_listener_change_nothing_else()
    {
        using var board = new TestBoard(writable: true).AddPictures("cat.bmp", "dog.bmp");
        var parts = board.Board.Parts;
        var broken = new Broken(parts.Display);
        parts.Led = broken;
        parts.Display = broken;
        parts.Log = broken;
        parts.Memory = broken;
        parts.Listeners = [broken];
        Assert.Equal(AppState.Ready, board.Start().State);
        Assert.Equal(AppState.Showing, board.Press().State);
        Assert.Equal("dog.bmp", board.Press().FileName);
        Assert.Equal(AppState.WaitingForCard, board.Eject().State);
        Assert.Equal(AppState.Showing, board.Insert().State);
        Assert.Equal(3, board.Results().Length - 1);
        Assert.Equal(["result", "result", "over", "result"], broken.Calls);
    }

    [Fact]
    public void A_card_that_throws_whatever_it_is_asked_is_a_screen()
    {
        using var board = new TestBoard().AddPictures("cat.bmp");
        MemoryCard.Socket = new BrokenCard();
        var application = board.Application;
        application.Start();
        for (var i = 0; i < 20; i++) application.Handle(i % 3 == 0 ? Input.TouchRight : Input.None, i * 1000);
        Assert.Equal(AppState.CardTrouble, application.State);
        Assert.Equal("Unexpected error", application.Trouble.Title);
    }

    [Fact]
    public void A_display_that_fails_is_logged_once_and_draws_again_when_it_works()
    {
        using var board = new TestBoard().AddPictures("cat.bmp", "dog.bmp");
        var broken = new Broken(board.Board.Parts.Display);
        board.Board.Parts.Display = broken;
        board.Start().Press();
        Assert.Single(board.Board.Log.Lines(), line => line.StartsWith("display: ", StringComparison.Ordinal));
        broken.DisplayWorks = true;
        var frames = board.Board.Display.FrameCount;
        board.Press();
        Assert.True(board.Board.Display.FrameCount > frames);
    }

    [Fact]
    public void Listeners_hear_each_result_and_its_end_once()
    {
        using var board = new TestBoard().AddPictures("cat.bmp", "x.bmp").Add("y.jpg", []);
        var listener = new Broken(board.Board.Parts.Display) { Throws = false };
        board.Board.Parts.Listeners = [listener, listener];
        board.Start();
        Assert.Empty(listener.Calls);
        board.Press();
        Assert.Equal(["result", "result"], listener.Calls);
        var top = board.Application.Classifier.Top[0];
        Assert.Equal(SmallModel.Labels[top.ClassIndex], listener.Seen!.ClassName);
        Assert.Equal((top.ClassIndex, top.Permille, 3),
            (listener.Seen.ClassIndex, listener.Seen.Permille, listener.Seen.TrueClassIndex));
        Assert.EndsWith("cat.bmp", listener.Seen.Path);
        board.Press();
        Assert.Equal(4, listener.Calls.Count);
        board.Press().Press(800).Eject();
        Assert.Equal(["over", "over"], listener.Calls.Skip(4));
    }

    [Fact]
    public void Why_the_board_was_restarted_stands_on_the_start_screen_and_in_the_log()
    {
        using var board = new TestBoard().AddPictures("a.bmp");
        Startup.Cause = Startup.Watchdog;
        board.Start();
        Assert.StartsWith("The watchdog restarted the board: ", TestBoard.Text(board.Application.Note));
        Assert.Contains(board.Board.Log.Lines(), line =>
            line.StartsWith("The watchdog restarted the board: ", StringComparison.Ordinal));
    }

    private sealed class Broken(IDisplay display) : IDisplay, ILed, ILog, IMemory, IResultListener
    {
        public bool Throws { get; init; } = true;

        public bool DisplayWorks { get; set; }

        public List<string> Calls { get; } = [];

        public Result? Seen { get; private set; }

        public int Width => 480;

        public int Height => 272;

        public int FreeBytes => throw new InvalidOperationException("no memory to be told of");

        public void Show(ushort[] frame)
        {
            if (!DisplayWorks) throw new InvalidOperationException("the panel is gone");
            display.Show(frame);
        }

        public void Set(bool on) => throw new InvalidOperationException("the light is gone");

        public void Write(TextLine line) => throw new InvalidOperationException("the port is gone");

        public void OnResult(Result result)
        {
            Seen = result;
            Say("result");
        }

        public void OnResultOver() => Say("over");

        private void Say(string what)
        {
            Calls.Add(what);
            if (Throws) throw new InvalidOperationException("a listener's own fault");
        }
    }

    private sealed class BrokenCard : ICardSocket
    {
        public int State => MemoryCard.Ready;

        public bool IsWritable => throw new InvalidOperationException("the socket is gone");

        public void Mount() => throw new InvalidOperationException("the socket is gone");

        public IEnumerable<CardEntry> Read(string folder) => throw new InvalidOperationException("the socket is gone");

        public Stream OpenRead(string path) => throw new InvalidOperationException("the socket is gone");

        public Stream OpenWrite(string path) => throw new InvalidOperationException("the socket is gone");

        public void Delete(string path) => throw new InvalidOperationException("the socket is gone");
    }
}
