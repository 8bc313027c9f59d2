namespace TinyClassify.Device.Board
{
    /// <summary>Everything of a board that the application uses.</summary>
    public sealed class BoardParts
    {
        /// <summary>The screen.</summary>
        public IDisplay Display;

        /// <summary>The memory card.</summary>
        public ICard Card;

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
    }
}
