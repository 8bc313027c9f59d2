using System.Diagnostics;
using TinyClassify.Device;
using TinyClassify.Device.Board;
using TinyClassify.VirtualBoard.Demo;
using TinyClassify.VirtualBoard.Simulation;

namespace TinyClassify.VirtualBoard.Web;

/// <summary>One powered board: the application runs on a thread of its own until a reset begins it anew.</summary>
public sealed class BoardSession : IDisposable
{
    // Longer than PressReader asks for.
    private static readonly TimeSpan ShortestMove = TimeSpan.FromMilliseconds(40);

    private readonly Lock _lock = new();
    private readonly string? _relayClass;
    private readonly SemaphoreSlim _buttonTurn = new(1, 1);
    private SimulatedBoard _board;
    private long _buttonMovedAt;
    private Thread? _thread;
    private volatile bool _stop;
    private volatile string _screenText = "";

    /// <param name="card">The card; it keeps its contents over a reset.</param>
    /// <param name="relayClass">Class that the relay on pin D7 waits for; null for no relay.</param>
    public BoardSession(FolderCard card, string? relayClass = null)
    {
        _relayClass = relayClass;
        Card = card;
        _board = CreateBoard();
    }

    /// <summary>The panel shows something new.</summary>
    public event Action? LcdChanged;

    /// <summary>The green light went on or off.</summary>
    public event Action<bool>? LedChanged;

    /// <summary>Pin D7 went high or low.</summary>
    public event Action<bool>? RelayChanged;

    /// <summary>A line came out of the serial port.</summary>
    public event Action<string>? LogWritten;

    /// <summary>The black button was pressed: the serial output begins anew.</summary>
    public event Action? WasReset;

    /// <summary>The memory card.</summary>
    public FolderCard Card { get; }

    /// <summary>The green light is on.</summary>
    public bool IsLedOn => _board.IsLedOn;

    /// <summary>Pin D7 is high; null where no relay hangs on it.</summary>
    public bool? Relay => _board.HasRelay ? _board.IsRelayOn : null;

    /// <summary>Lines of the serial port since the last reset.</summary>
    public string[] LogLines => _board.Log.Lines();

    /// <summary>What the screen says, in words.</summary>
    public string ScreenText => _screenText;

    /// <summary>Name of the model in use, and where it came from.</summary>
    public string ModelName { get; private set; } = "";

    /// <summary>What the application is doing, as of its last screen.</summary>
    public AppState State { get; private set; }

    /// <summary>The panel.</summary>
    public SimulatedDisplay Display => _board.Display;

    /// <summary>Switches the board on.</summary>
    public void Start()
    {
        lock (_lock) StartThread();
    }

    /// <summary>The black button: everything but the card begins anew.</summary>
    public void Reset()
    {
        lock (_lock)
        {
            StopThread();
            _board.Dispose();
            _board = CreateBoard();
            _board.Display.Clear();
            WasReset?.Invoke(); // Before the thread's first line.
            StartThread();
        }
    }

    /// <summary>Moves the blue button, no quicker than a finger: a network that delivers a press and its release at once must not
    /// look like a contact that bounces.</summary>
    /// <remarks>Waits without a thread: the pool has as few as there are processors, and a press whose release waited for one
    /// would become a long press.</remarks>
    public async Task MoveButtonAsync(bool down)
    {
        await _buttonTurn.WaitAsync();
        try
        {
            var rest = ShortestMove - Stopwatch.GetElapsedTime(_buttonMovedAt);
            if (rest > TimeSpan.Zero) await Task.Delay(rest);
            lock (_lock) _board.MoveButton(down);
            _buttonMovedAt = Stopwatch.GetTimestamp();
        }
        finally
        {
            _buttonTurn.Release();
        }
    }

    /// <summary>Touches the panel.</summary>
    /// <param name="x">Pixels from the left, [0, 480).</param>
    public void Touch(int x)
    {
        lock (_lock) _board.Touch(x);
    }

    /// <summary>Gives the board's camera a frame.</summary>
    /// <param name="frame">RGB565, <see cref="SimulatedCamera.FrameBytes"/> bytes.</param>
    public void ShowFrame(byte[] frame)
    {
        lock (_lock) _board.Camera.Show(frame);
    }

    /// <summary>Switches the board's camera off.</summary>
    public void SwitchCameraOff()
    {
        lock (_lock) _board.Camera.SwitchOff();
    }

    /// <summary>Puts the card in, or takes it out.</summary>
    public void MoveCard(bool insert)
    {
        lock (_lock)
        {
            if (Card.IsInserted == insert) return;
            if (insert) _board.InsertCard();
            else _board.EjectCard();
        }
    }

    /// <summary>Changes the card's contents between two looks of the application, which then reads the card anew: a person who
    /// adds a picture on the page is not asked for a card that is in.</summary>
    /// <param name="change">Adds or removes a whole file at once: a reader of the old one keeps what it has opened.</param>
    public void ChangeCard(Action change)
    {
        lock (_lock)
        {
            change();
            if (Card.IsInserted) _board.ChangeCard();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            StopThread();
            _board.Dispose();
        }
    }

    private SimulatedBoard CreateBoard()
    {
        var board = new SimulatedBoard(Card, new WallClock(), _relayClass);
        board.LedChanged += on => LedChanged?.Invoke(on);
        board.RelayChanged += on => RelayChanged?.Invoke(on);
        board.Log.Written += line => LogWritten?.Invoke(line);
        return board;
    }

    private void StartThread()
    {
        _stop = false;
        var board = _board;
        _thread = new Thread(() => Run(board)) { IsBackground = true, Name = "application" };
        _thread.Start();
    }

    private void StopThread()
    {
        _stop = true;
        _board.Parts.Inputs.Post(Input.None); // Wakes it.
        _thread?.Join();
    }

    private void Run(SimulatedBoard board)
    {
        var application = new Application(board.Parts);
        board.Display.Shown += () =>
        {
            if (_stop) return;
            // On this thread, between two steps of the application: its properties do not move meanwhile.
            State = application.State;
            _screenText = ScreenReader.Describe(application);
            ModelName = DemoRun.Text(application.Classifier.Name)
                + (application.Classifier.IsFromCard ? ", from the card" : ", built in");
            LcdChanged?.Invoke();
        };
        application.Start();
        while (!_stop) application.Step();
    }
}
