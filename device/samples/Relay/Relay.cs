using System.Device.Gpio;
using TinyClassify.Device.Board;

namespace TinyClassify.Samples
{
    /// <summary>Drives a pin high while the classifier is sure to see one class.</summary>
    public sealed class Relay : IResultListener
    {
        /// <summary>Probability in thousandths from which on it switches.</summary>
        public const int SurePermille = 600;

        private readonly GpioPin _pin;
        private readonly string _className;

        /// <param name="pin">Open output.</param>
        /// <param name="className">As the model has it.</param>
        public Relay(GpioPin pin, string className)
        {
            _pin = pin;
            _className = className;
            OnResultOver();
        }

        /// <inheritdoc/>
        public void OnResult(Result result)
        {
            bool seen = result.ClassName == _className && result.Permille >= SurePermille;
            _pin.Write(seen ? PinValue.High : PinValue.Low);
        }

        /// <inheritdoc/>
        public void OnResultOver()
        {
            _pin.Write(PinValue.Low);
        }
    }
}
