namespace TinyClassify.Device
{
    /// <summary>What the application is doing.</summary>
    public enum AppState
    {
        /// <summary>Opening the model.</summary>
        Starting,

        /// <summary>There is no card; goes on by itself when there is one.</summary>
        WaitingForCard,

        /// <summary>The start screen: a press shows the first picture.</summary>
        Ready,

        /// <summary>Reading and classifying a picture.</summary>
        Reading,

        /// <summary>A classified picture is on the screen.</summary>
        Showing,

        /// <summary>A camera is on: its newest frame is on the screen, classified.</summary>
        Live,

        /// <summary>A picture could not be shown; a press goes on to the next.</summary>
        PictureTrouble,

        /// <summary>The card has no pictures or cannot be read; a press looks again.</summary>
        CardTrouble,

        /// <summary>No model is open: a card with a model, or other firmware, is needed.</summary>
        ModelTrouble,
    }
}
