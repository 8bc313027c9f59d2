using System.Device.Gpio;
using TinyClassify.Device.Board;
using TinyClassify.Native;
using TinyClassify.Samples;

namespace TinyClassify.VirtualBoard.Simulation;

/// <summary>An STM32F746G-Discovery made of simulated parts.</summary>
public sealed class SimulatedBoard : IDisposable
{
    // As on the board: PI11 and PI1, numbered port * 16 + pad.
    private const int BlueButtonPin = 139;
    private const int GreenLedPin = 129;
    private const int D7Pin = 131; // PI3, on the Arduino header.

    private readonly SimulatedGpioDriver _driver = new();
    private readonly GpioController _gpio;
    private readonly GpioButton _button;

    /// <param name="card">The card, in the socket or not.</param>
    /// <param name="clock">Time.</param>
    /// <param name="relayClass">Class that the sample of a relay on pin D7 waits for; null for no relay.</param>
    public SimulatedBoard(FolderCard card, IClock clock, string? relayClass = null)
    {
        Card = card;
        MemoryCard.Socket = card;
        HasRelay = relayClass != null;
        _gpio = new GpioController(_driver);
        Parts = new BoardParts
        {
            Display = Display,
            MayWrite = card.IsWritable,
            Clock = clock,
            Memory = new UnknownMemory(),
            StandIn = new ThisComputer(),
            Log = Log,
            Inputs = new InputQueue(clock),
            Led = new GpioLed(_gpio.OpenPin(GreenLedPin, PinMode.Output)),
        };
        Camera = new SimulatedCamera(Parts.Inputs);
        Parts.Camera = Camera;
        _button = new GpioButton(_gpio.OpenPin(BlueButtonPin, PinMode.Input), Parts.Inputs);
        _driver.Written += (pin, high) =>
        {
            if (pin == GreenLedPin) LedChanged?.Invoke(high);
            if (pin == D7Pin) RelayChanged?.Invoke(high);
        };
        if (relayClass != null) Parts.Listeners = [new Relay(_gpio.OpenPin(D7Pin, PinMode.Output), relayClass)];
    }

    /// <summary>The green light went on or off.</summary>
    public event Action<bool>? LedChanged;

    /// <summary>Pin D7 went high or low.</summary>
    public event Action<bool>? RelayChanged;

    /// <summary>What the application gets.</summary>
    public BoardParts Parts { get; }

    /// <summary>The screen.</summary>
    public SimulatedDisplay Display { get; } = new();

    /// <summary>The serial output.</summary>
    public SerialLog Log { get; } = new();

    /// <summary>The camera; off until it is fed.</summary>
    public SimulatedCamera Camera { get; }

    /// <summary>The memory card.</summary>
    public FolderCard Card { get; }

    /// <summary>The green light is on.</summary>
    public bool IsLedOn => _driver.IsHigh(GreenLedPin);

    /// <summary>A relay hangs on pin D7.</summary>
    public bool HasRelay { get; }

    /// <summary>Pin D7 is high.</summary>
    public bool IsRelayOn => HasRelay && _driver.IsHigh(D7Pin);

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
