using System;
using System.Device.Gpio;
using System.Threading;
using TinyClassify.Device;
using TinyClassify.Device.Board;
using TinyClassify.Device.Board.Discovery;

namespace TinyClassify.Samples
{
    /// <summary>The board's application, and a relay on pin D7 of the Arduino header.</summary>
    public static class Program
    {
        private const int D7 = 8 * 16 + 3; // PI3; nanoFramework numbers an STM32's pins port * 16 + pad.

        /// <summary>Runs for ever; ends only where the board's parts cannot be taken into use.</summary>
        public static void Main()
        {
            try
            {
                BoardParts board = DiscoveryBoard.Open();
                GpioPin pin = new GpioController().OpenPin(D7, PinMode.Output);
                board.Listeners = new IResultListener[] { new Relay(pin, "cat") };
                new Application(board).Run();
            }
            catch (Exception e)
            {
                Console.WriteLine("The relay sample cannot start: " + e.GetType().Name + " " + e.Message);
                Thread.Sleep(1000);
            }
        }
    }
}
