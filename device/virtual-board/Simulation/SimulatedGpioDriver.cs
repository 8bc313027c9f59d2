using System.Device.Gpio;

namespace TinyClassify.VirtualBoard.Simulation;

/// <summary>The pins of the board, in memory: code under test opens them as on any other controller.</summary>
public sealed class SimulatedGpioDriver : GpioDriver
{
    private readonly Lock _lock = new();
    private readonly Dictionary<int, PinState> _pins = [];

    /// <summary>An output pin was written: its number and its level.</summary>
    public event Action<int, bool>? Written;

    /// <inheritdoc/>
    protected override int PinCount => 11 * 16; // Ports A to K.

    /// <summary>Moves an input pin from outside, as a finger on a button does.</summary>
    public void Drive(int pinNumber, bool high)
    {
        PinChangeEventHandler? handlers;
        lock (_lock)
        {
            var pin = StateOf(pinNumber);
            if (pin.Level == high) return;
            pin.Level = high;
            handlers = high ? pin.Rising : pin.Falling;
        }

        handlers?.Invoke(this, new PinValueChangedEventArgs(high ? PinEventTypes.Rising : PinEventTypes.Falling, pinNumber));
    }

    /// <summary>Level of a pin.</summary>
    public bool IsHigh(int pinNumber)
    {
        lock (_lock) return _pins.TryGetValue(pinNumber, out var pin) && pin.Level;
    }

    /// <inheritdoc/>
    protected override void OpenPin(int pinNumber)
    {
        lock (_lock) _pins.TryAdd(pinNumber, new PinState());
    }

    /// <inheritdoc/>
    protected override void ClosePin(int pinNumber)
    {
        lock (_lock) _pins.Remove(pinNumber);
    }

    /// <inheritdoc/>
    protected override void SetPinMode(int pinNumber, PinMode mode)
    {
        lock (_lock) StateOf(pinNumber).Mode = mode;
    }

    /// <inheritdoc/>
    protected override PinMode GetPinMode(int pinNumber)
    {
        lock (_lock) return StateOf(pinNumber).Mode;
    }

    /// <inheritdoc/>
    protected override bool IsPinModeSupported(int pinNumber, PinMode mode) => mode is PinMode.Input or PinMode.Output;

    /// <inheritdoc/>
    protected override PinValue Read(int pinNumber) => IsHigh(pinNumber) ? PinValue.High : PinValue.Low;

    /// <inheritdoc/>
    protected override void Write(int pinNumber, PinValue value)
    {
        lock (_lock)
        {
            var pin = StateOf(pinNumber);
            if (pin.Mode != PinMode.Output) throw new InvalidOperationException($"pin {pinNumber} is {pin.Mode}, not an output");
            if (pin.Level == (value == PinValue.High)) return;
            pin.Level = value == PinValue.High;
        }

        Written?.Invoke(pinNumber, value == PinValue.High);
    }

    /// <inheritdoc/>
    protected override void AddCallbackForPinValueChangedEvent(
        int pinNumber, PinEventTypes eventTypes, PinChangeEventHandler callback)
    {
        lock (_lock)
        {
            var pin = StateOf(pinNumber);
            if (eventTypes.HasFlag(PinEventTypes.Rising)) pin.Rising += callback;
            if (eventTypes.HasFlag(PinEventTypes.Falling)) pin.Falling += callback;
        }
    }

    /// <inheritdoc/>
    protected override void RemoveCallbackForPinValueChangedEvent(int pinNumber, PinChangeEventHandler callback)
    {
        lock (_lock)
        {
            var pin = StateOf(pinNumber);
            pin.Rising -= callback;
            pin.Falling -= callback;
        }
    }

    /// <inheritdoc/>
    protected override WaitForEventResult WaitForEvent(
        int pinNumber, PinEventTypes eventTypes, CancellationToken cancellationToken) =>
        throw new NotSupportedException("the board's application takes pin events through callbacks");

    private PinState StateOf(int pinNumber) =>
        _pins.TryGetValue(pinNumber, out var pin) ? pin : throw new InvalidOperationException($"pin {pinNumber} is not open");

    private sealed class PinState
    {
        public PinMode Mode = PinMode.Input;
        public bool Level;
        public PinChangeEventHandler? Rising;
        public PinChangeEventHandler? Falling;
    }
}
