namespace System.Device.Gpio
{
    public enum PinMode
    {
        Input,
        InputPullDown,
        InputPullUp,
        Output,
        OutputOpenDrain,
        OutputOpenDrainPullUp,
        OutputOpenSource,
        OutputOpenSourcePullDown,
    }

    [Flags]
    public enum PinEventTypes
    {
        None = 0,
        Rising = 1,
        Falling = 2,
    }

    public delegate void PinValueChangedEventHandler(object sender, PinValueChangedEventArgs e);

    public readonly struct PinValue
    {
        public static PinValue High { get { return default; } }

        public static PinValue Low { get { return default; } }

        public static implicit operator PinValue(int value) { return default; }

        public static implicit operator PinValue(bool value) { return default; }

        public static explicit operator bool(PinValue value) { return false; }

        public static bool operator ==(PinValue a, PinValue b) { return true; }

        public static bool operator !=(PinValue a, PinValue b) { return false; }

        public override bool Equals(object obj) { return true; }

        public override int GetHashCode() { return 0; }
    }

    public class PinValueChangedEventArgs : nanoFramework.Runtime.Events.BaseEvent
    {
        public PinEventTypes ChangeType { get; }

        public int PinNumber { get; }
    }

    public sealed class GpioPin : IDisposable
    {
        public event PinValueChangedEventHandler ValueChanged { add { } remove { } }

        public TimeSpan DebounceTimeout { get; set; }

        public int PinNumber { get { return 0; } }

        public PinValue Read() { return default; }

        public void Write(PinValue value) { }

        public void Toggle() { }

        public void Dispose() { }
    }

    public sealed class GpioController : IDisposable
    {
        public GpioPin OpenPin(int pinNumber) { return null; }

        public GpioPin OpenPin(int pinNumber, PinMode mode) { return null; }

        public void Dispose() { }
    }
}
