using System;
using System.Threading;
using TinyClassify.Device.Board.Discovery;

namespace TinyClassify.Device
{
    /// <summary>Starts the application on the board.</summary>
    public static class Program
    {
        /// <summary>Runs for ever.</summary>
        public static void Main()
        {
            try
            {
                Application application = new Application(DiscoveryBoard.Open());
                application.Start();
                while (true) application.Step();
            }
            catch (Exception e)
            {
                // Only a board without display or pins comes here; an unhandled exception would stop without a word.
                Console.WriteLine("TinyClassify cannot start: " + e.GetType().Name + " " + e.Message);
                Thread.Sleep(Timeout.Infinite);
            }
        }
    }
}
