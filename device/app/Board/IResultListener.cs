namespace TinyClassify.Device.Board
{
    /// <summary>Hears what the classifier says, to act on it: a relay, a log, a message. See device/samples.</summary>
    /// <remarks>Called on the application's thread, between classifying and drawing. What it throws is logged, and nothing else
    /// happens.</remarks>
    public interface IResultListener
    {
        /// <summary>A picture was classified and is about to be shown.</summary>
        /// <param name="result">One object for all pictures: copy what is to be kept.</param>
        void OnResult(Result result);

        /// <summary>The last result is over: the start screen comes back, the next picture cannot be shown, or the card is
        /// out.</summary>
        void OnResultOver();
    }
}
