namespace TinyClassify.Device.Images
{
    /// <summary>What native code answers where something is wrong: tc_status of tinyclassify.h.</summary>
    public static class Status
    {
        /// <summary>All is well; results are never below.</summary>
        public const int Ok = 0;

        /// <summary>An array is too short, or an index out of range.</summary>
        public const int Argument = -1;

        /// <summary>The board's memory is too small for it.</summary>
        public const int Memory = -2;

        /// <summary>Not a model, or a damaged one.</summary>
        public const int ModelCorrupt = -3;

        /// <summary>A sound model that this firmware cannot run.</summary>
        public const int ModelUnsupported = -4;

        /// <summary>An empty, truncated or damaged picture.</summary>
        public const int PictureCorrupt = -5;

        /// <summary>Not a JPEG, PNG or BMP.</summary>
        public const int PictureUnsupported = -6;

        /// <summary>More pixels than the board decodes; smaller helps.</summary>
        public const int PictureTooLarge = -7;

        /// <summary>The card gave no data.</summary>
        public const int Read = -8;

        /// <summary>The button was pressed meanwhile.</summary>
        public const int Cancelled = -9;

        /// <summary>A variety that is not decoded; as baseline JPEG it is.</summary>
        public const int PictureVariety = -10;

        /// <summary>Colours that are not decoded; as RGB they are.</summary>
        public const int PictureNotRgb = -11;

        /// <summary>An interlaced PNG that is too large.</summary>
        public const int PictureInterlaced = -12;
    }
}
