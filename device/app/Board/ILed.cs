namespace TinyClassify.Device.Board
{
    /// <summary>The green light: on while the application works.</summary>
    public interface ILed
    {
        /// <summary>Switches it.</summary>
        void Set(bool on);
    }
}
