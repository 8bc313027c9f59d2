using System.Device.Gpio;
using TinyClassify.Device.Board;
using TinyClassify.Native;

namespace TinyClassify.VirtualBoard.Simulation;

/// <summary>An STM32F746G-Discovery made of simulated parts.</summary>
public sealed class SimulatedBoard : IDisposable
{
    // As on the board: PI11 and PI1, numbered port * 16 + pad.
    private const int BlueButtonPin = 139;
    private const int GreenLedPin = 129;

    private readonly SimulatedGpioDriver _driver = new();
    private readonly GpioController _gpio;
    private readonly GpioButton _button;

    /// <param name="card">The card, in the socket or not.</param>
    /// <param name="clock">Time.</param>
    public SimulatedBoard(FolderCard card, IClock clock)
    {
        Card = card;
        MemoryCard.Socket = card;
        _gpio = new GpioController(_driver);
        Parts = new BoardParts
        {
            Display = Display,
            Card = card,
            Clock = clock,
            Memory = new UnknownMemory(),
            Log = Log,
            Inputs = new InputQueue(clock),
            Led = new GpioLed(_gpio.OpenPin(GreenLedPin, PinMode.Output)),
        };
        _button = new GpioButton(_gpio.OpenPin(BlueButtonPin, PinMode.Input), Parts.Inputs);
        _driver.Written += (pin, high) =>
        {
            if (pin == GreenLedPin) LedChanged?.Invoke(high);
        };
    }

    /// <summary>The green light went on or off.</summary>
    public event Action<bool>? LedChanged;

    /// <summary>What the application gets.</summary>
    public BoardParts Parts { get; }

    /// <summary>The screen.</summary>
    public SimulatedDisplay Display { get; } = new();

    /// <summary>The serial output.</summary>
    public SerialLog Log { get; } = new();

    /// <summary>The memory card.</summary>
    public FolderCard Card { get; }

    /// <summary>The green light is on.</summary>
    public bool IsLedOn => _driver.IsHigh(GreenLedPin);

    /// <summary>Moves the blue button.</summary>
    public void MoveButton(bool down) => _driver.Drive(BlueButtonPin, down);

    /// <summary>Touches the screen.</summary>
    /// <param name="x">Pixels from the left, [0, 480).</param>
    public void Touch(int x) =>
        Parts.Inputs.Post(x < Display.Width / 3 ? Input.TouchLeft
            : x < Display.Width * 2 / 3 ? Input.TouchMiddle : Input.TouchRight);

    /// <summary>Puts the card into its socket; the application hears of it.</summary>
    public void InsertCard()
    {
        Card.Insert();
        ChangeCard();
    }

    /// <summary>Says that the card's contents are others now, as after a swap that was too quick to see.</summary>
    public void ChangeCard() => Parts.Inputs.Post(Input.CardChanged);

    /// <summary>Pulls the card; the application hears of it.</summary>
    public void EjectCard()
    {
        Card.Eject();
        Parts.Inputs.Post(Input.CardChanged);
    }

    /// <inheritdoc/>
    public void Dispose() => _gpio.Dispose();
}
