using System;
using System.Device.Gpio;

namespace TinyClassify.Device.Board.Discovery
{
    /// <summary>The parts of an STM32F746G-Discovery.</summary>
    public static class DiscoveryBoard
    {
        // nanoFramework numbers an STM32's pins port * 16 + pad.
        private const int BlueButtonPin = 8 * 16 + 11; // PI11, high while pressed
        private const int GreenLedPin = 8 * 16 + 1; // PI1

        private static readonly TimeSpan Debounce = new TimeSpan(30 * TimeSpan.TicksPerMillisecond);

        // Kept so that neither is collected while its events are in use.
        private static GpioButton s_button;
        private static DiscoveryTouch s_touch;

        /// <summary>Takes the board's hardware into use.</summary>
        public static BoardParts Open()
        {
            BoardParts parts = new BoardParts();
            parts.Clock = new SystemClock();
            parts.Inputs = new InputQueue(parts.Clock);
            parts.Log = new ConsoleLog();
            parts.Memory = new NanoMemory();
            parts.Display = new DiscoveryDisplay();

            GpioController gpio = new GpioController();
            parts.Led = new GpioLed(gpio.OpenPin(GreenLedPin, PinMode.Output));
            GpioPin button = gpio.OpenPin(BlueButtonPin, PinMode.Input);
            button.DebounceTimeout = Debounce;
            s_button = new GpioButton(button, parts.Inputs);
            s_touch = DiscoveryTouch.Start(parts.Inputs);
            return parts;
        }
    }
}
