namespace TinyClassify.Device.Board
{
    /// <summary>What a person, or the card's socket, does to the board.</summary>
    public enum Input
    {
        /// <summary>Nothing: time has passed.</summary>
        None,

        /// <summary>The blue button goes down.</summary>
        ButtonDown,

        /// <summary>The blue button comes up.</summary>
        ButtonUp,

        /// <summary>The right third of the screen is touched.</summary>
        TouchRight,

        /// <summary>The left third of the screen is touched.</summary>
        TouchLeft,

        /// <summary>The middle of the screen is touched.</summary>
        TouchMiddle,

        /// <summary>A card went in or out; ask the card which.</summary>
        CardChanged,

        /// <summary>A camera has a frame, or was switched off; ask the camera which.</summary>
        FrameArrived,
    }
}
