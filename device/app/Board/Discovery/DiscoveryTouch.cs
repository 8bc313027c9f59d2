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
        private const int PeriodMilliseconds = 40;
        private const int Third = 160;

        private readonly byte[] _register = { 0x02 };
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
            try
            {
                DiscoveryTouch touch = new DiscoveryTouch(new I2cDevice(new I2cConnectionSettings(Bus, Address)), inputs);
                return touch;
            }
            catch (Exception e)
            {
                Console.WriteLine("Touch is off: " + e.Message);
                return null;
            }
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
