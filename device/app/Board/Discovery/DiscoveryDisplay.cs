using nanoFramework.UI;

namespace TinyClassify.Device.Board.Discovery
{
    /// <summary>The 4.3 inch panel on the LTDC, 480x272, RGB565.</summary>
    public sealed class DiscoveryDisplay : IDisplay
    {
        /// <summary>Starts the display.</summary>
        public DiscoveryDisplay()
        {
            // The panel is part of the firmware: both configurations stay empty. The smallest buffer, since frames are ours.
            DisplayControl.Initialize(new SpiConfiguration(), new ScreenConfiguration(), 1024);
            Width = DisplayControl.ScreenWidth;
            Height = DisplayControl.ScreenHeight;
        }

        /// <inheritdoc/>
        public int Width { get; }

        /// <inheritdoc/>
        public int Height { get; }

        /// <inheritdoc/>
        public void Show(ushort[] frame)
        {
            DisplayControl.Write(0, 0, (ushort)Width, (ushort)Height, frame);
        }
    }
}
