using System.Text;
using TinyClassify.Device.Text;
using TinyClassify.Native;
using TinyClassify.VirtualBoard.Simulation;

namespace TinyClassify.Device.Tests;

/// <summary>A simulated board with a card of its own, and hands to press its button.</summary>
internal sealed class TestBoard : IDisposable
{
    public const int DecodeMicroseconds = 21340;
    public const int InvokeMicroseconds = 41287;

    /// <param name="onPc">The virtual board as it is; otherwise its screens are the board's own.</param>
    public TestBoard(bool inserted = true, bool writable = true, byte[]? model = null, string? relayClass = null,
        bool onPc = false)
    {
        Folder = Directory.CreateTempSubdirectory("tinyclassify-card-").FullName;
        Firmware.SetModel(model ?? SmallModel.File());
        Firmware.InterfaceVersion = Engine.InterfaceVersion;
        Startup.Cause = Startup.Power;
        Firmware.FixedTimes = (DecodeMicroseconds, InvokeMicroseconds);
        Card = new FolderCard(Folder, writable);
        if (inserted) Card.Insert();
        Board = new SimulatedBoard(Card, Clock, relayClass);
        if (!onPc) Board.Parts.StandIn = null;
        Application = new Application(Board.Parts);
    }

    public string Folder { get; }

    public ManualClock Clock { get; } = new();

    public FolderCard Card { get; }

    public SimulatedBoard Board { get; }

    public Application Application { get; }

    public AppState State => Application.State;

    public string ErrorText => $"{Application.Trouble.Title}: {Text(Application.Trouble.Detail)}";

    public string FileName =>
        Application.PictureIndex < 0 ? "" : Path.GetFileName(Application.Pictures.PathAt(Application.PictureIndex));

    public static string Text(TextLine line) => Encoding.UTF8.GetString(line.Bytes, 0, line.Length);

    /// <summary>Puts a file onto the card, behind the application's back.</summary>
    public TestBoard Add(string name, byte[] contents)
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, contents);
        return this;
    }

    /// <summary>Puts pictures onto the card, each a different one.</summary>
    public TestBoard AddPictures(params string[] names)
    {
        for (var i = 0; i < names.Length; i++) Add(names[i], TestPictures.Bmp(i));
        return this;
    }

    public TestBoard Start()
    {
        Application.Start();
        return this;
    }

    /// <summary>Presses the blue button and lets the application do what follows.</summary>
    public TestBoard Press(int milliseconds = 120)
    {
        Board.MoveButton(down: true);
        Settle();
        for (var passed = 0; passed < milliseconds; passed += 20)
        {
            Clock.Advance(Math.Min(20, milliseconds - passed));
            Application.Handle(Device.Board.Input.None, Clock.Milliseconds);
        }

        Board.MoveButton(down: false);
        Settle();
        Clock.Advance(100);
        return this;
    }

    public TestBoard Touch(int x)
    {
        Board.Touch(x);
        return Settle();
    }

    public TestBoard Eject()
    {
        Board.EjectCard();
        return Settle();
    }

    public TestBoard Insert()
    {
        Board.InsertCard();
        return Settle();
    }

    /// <summary>Pulls the card and puts it back so quickly that nobody notices.</summary>
    public TestBoard Flick()
    {
        Card.Flick();
        return this;
    }

    /// <summary>Lets time pass, as the loop of the board does.</summary>
    public TestBoard Pass(int milliseconds)
    {
        for (var passed = 0; passed < milliseconds; passed += 50)
        {
            Clock.Advance(50);
            Application.Handle(Device.Board.Input.None, Clock.Milliseconds);
        }

        return this;
    }

    /// <summary>Handles every input that waits.</summary>
    public TestBoard Settle()
    {
        while (true)
        {
            var input = Board.Parts.Inputs.Take(out var time);
            if (input == Device.Board.Input.None && State != AppState.Reading) return this;
            Application.Handle(input, time);
        }
    }

    public string[] Results() => File.ReadAllLines(Path.Combine(Folder, "results.csv"));

    public void Dispose()
    {
        Firmware.FixedTimes = null;
        Board.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
