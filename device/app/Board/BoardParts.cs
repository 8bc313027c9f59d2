namespace TinyClassify.Device.Board
{
    /// <summary>Everything of a board that the application uses.</summary>
    public sealed class BoardParts
    {
        /// <summary>The screen.</summary>
        public IDisplay Display;

        /// <summary>The application may write results.csv onto the card.</summary>
        public bool MayWrite = true;

        /// <summary>The green light.</summary>
        public ILed Led;

        /// <summary>Time.</summary>
        public IClock Clock;

        /// <summary>The managed heap.</summary>
        public IMemory Memory;

        /// <summary>The serial output.</summary>
        public ILog Log;

        /// <summary>What happens to the board.</summary>
        public InputQueue Inputs;

        /// <summary>A camera; null where there is none.</summary>
        public ICamera Camera;

        /// <summary>Stands in for the board; null on a board.</summary>
        public IStandIn StandIn;

        /// <summary>Who hears of results; none unless somebody is put in.</summary>
        public IResultListener[] Listeners = new IResultListener[0];
    }
}
