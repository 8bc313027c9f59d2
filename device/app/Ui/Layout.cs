namespace TinyClassify.Device.Ui
{
    /// <summary>Places and sizes on the 480x272 screen, in pixels, that more than one screen uses.</summary>
    public static class Layout
    {
        /// <summary>Side of the enlarged picture, in the screen's upper left corner.</summary>
        public const int PictureSide = 236;

        /// <summary>The strip along the lower edge: what is shown, or what to press.</summary>
        public const int FooterTop = 236;

        /// <summary>Baseline of the footer's text.</summary>
        public const int FooterBaseline = 260;

        /// <summary>Free space at the screen's edges.</summary>
        public const int Margin = 16;
    }
}
