using System;
using System.Threading;
using TinyClassify.Device.Board.Discovery;

namespace TinyClassify.Device
{
    /// <summary>Starts the application on the board.</summary>
    public static class Program
    {
        /// <summary>Runs for ever; ends only where the board's parts cannot be taken into use.</summary>
        public static void Main()
        {
            try
            {
                new Application(DiscoveryBoard.Open()).Run();
            }
            catch (Exception e)
            {
                // The firmware starts an application that ended again, a few times; an unhandled exception would stop without a
                // word.
                Console.WriteLine("TinyClassify cannot start: " + e.GetType().Name + " " + e.Message);
                Thread.Sleep(1000);
            }
        }
    }
}
