using System.Device.Gpio;

namespace TinyClassify.Device.Board
{
    /// <summary>A light that is on while its pin is high.</summary>
    public sealed class GpioLed : ILed
    {
        private readonly GpioPin _pin;

        /// <param name="pin">Open output.</param>
        public GpioLed(GpioPin pin)
        {
            _pin = pin;
        }

        /// <inheritdoc/>
        public void Set(bool on)
        {
            _pin.Write(on ? PinValue.High : PinValue.Low);
        }
    }
}
