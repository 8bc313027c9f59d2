using System;
using System.Device.I2c;
using System.Threading;

namespace TinyClassify.Device.Board.Discovery
{
    /// <summary>The FT5336 touch controller, asked 25 times a second.</summary>
    /// <remarks>
    /// Asked, because its interrupt line PI13 shares an EXTI line with the card detect PC13. Its axes are swapped against the
    /// panel's: its Y runs along the long side. Source: FocalTech FT5x06 registers, 0x02 (points) to 0x06.
    /// </remarks>
    public sealed class DiscoveryTouch
    {
        private const int Bus = 3;
        private const int Address = 0x38;
        private const byte FirstRegister = 0x02; // Number of points; the first point follows.
        private const int PeriodMilliseconds = 40;
        private const int Third = 160;

        private readonly byte[] _register = { FirstRegister };
        private readonly byte[] _answer = new byte[5];
        private readonly I2cDevice _device;
        private readonly InputQueue _inputs;
        private readonly Timer _timer;
        private bool _touched;

        private DiscoveryTouch(I2cDevice device, InputQueue inputs)
        {
            _device = device;
            _inputs = inputs;
            _timer = new Timer(Ask, null, PeriodMilliseconds, PeriodMilliseconds);
        }

        /// <returns>The running controller, or null where none answers: the button does everything that touch does.</returns>
        public static DiscoveryTouch Start(InputQueue inputs)
        {
            I2cDevice device = null;
            string seen;
            try
            {
                // The bus opens without anybody on it; only an answer shows the controller.
                device = new I2cDevice(new I2cConnectionSettings(Bus, Address));
                I2cTransferResult answer = device.WriteRead(new byte[] { FirstRegister }, new byte[5]);
                if (answer.Status == I2cTransferStatus.FullTransfer) return new DiscoveryTouch(device, inputs);
                seen = "transfer status " + (int)answer.Status;
            }
            catch (Exception e)
            {
                seen = e.GetType().Name + " " + e.Message;
            }

            if (device != null) device.Dispose();
            Console.WriteLine("Touch is off: no controller answers at address 0x38 of I2C bus 3 (" + seen
                + "). The button does everything.");
            return null;
        }

        private void Ask(object state)
        {
            I2cTransferResult result = _device.WriteRead(_register, _answer);
            if (result.Status != I2cTransferStatus.FullTransfer) return;
            bool touched = (_answer[0] & 0x0F) != 0;
            if (touched && !_touched)
            {
                int alongLongSide = (_answer[3] & 0x0F) << 8 | _answer[4];
                Input input = alongLongSide < Third ? Input.TouchLeft
                    : alongLongSide < 2 * Third ? Input.TouchMiddle : Input.TouchRight;
                _inputs.Post(input);
            }

            _touched = touched;
        }
    }
}
