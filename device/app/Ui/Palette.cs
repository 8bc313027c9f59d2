namespace TinyClassify.Device.Ui
{
    /// <summary>The application's colours, RGB565.</summary>
    /// <remarks>Text on the background has a contrast of 7:1 or more, muted text 6:1 (WCAG 2.1, 1.4.3 asks for 4.5:1).</remarks>
    public static class Palette
    {
        /// <summary>#101418.</summary>
        public const int Background = 0x10A3;

        /// <summary>#1C242C: a surface on the background.</summary>
        public const int Panel = 0x1925;

        /// <summary>#303C48: lines, and the empty part of a bar.</summary>
        public const int Track = 0x31E9;

        /// <summary>#F0F4F8.</summary>
        public const int Text = 0xF7BF;

        /// <summary>#98A4B0.</summary>
        public const int Muted = 0x9D36;

        /// <summary>#58A8F8: the blue button, and the best class.</summary>
        public const int Accent = 0x5D5F;

        /// <summary>#50D090: right.</summary>
        public const int Good = 0x5692;

        /// <summary>#F87870: wrong.</summary>
        public const int Bad = 0xFBCE;

        /// <summary>#F8C050: a warning.</summary>
        public const int Warning = 0xFE0A;

        /// <summary>#607080: the second and the third class.</summary>
        public const int Quiet = 0x6390;
    }
}
