namespace TinyClassify.Device.Images
{
    /// <summary>One of the best classes.</summary>
    public struct Prediction
    {
        /// <summary>[0, class count).</summary>
        public int ClassIndex;

        /// <summary>Probability in thousandths.</summary>
        public int Permille;

        /// <summary>The model's output byte, [-128, 127].</summary>
        public int Score;
    }
}
