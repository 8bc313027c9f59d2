using System.Device.Gpio;

namespace TinyClassify.Device.Board
{
    /// <summary>A button that pulls its pin high: posts when it goes down and when it comes up.</summary>
    public sealed class GpioButton
    {
        private readonly GpioPin _pin;
        private readonly InputQueue _inputs;

        /// <param name="pin">Open input, low while the button is up.</param>
        /// <param name="inputs">Receives ButtonDown and ButtonUp.</param>
        public GpioButton(GpioPin pin, InputQueue inputs)
        {
            _inputs = inputs;
            _pin = pin;
            _pin.ValueChanged += OnValueChanged;
        }

        private void OnValueChanged(object sender, PinValueChangedEventArgs e)
        {
            _inputs.Post(e.ChangeType == PinEventTypes.Rising ? Input.ButtonDown : Input.ButtonUp);
        }
    }
}
