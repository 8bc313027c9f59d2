namespace nanoFramework.UI
{
    public struct SpiConfiguration
    {
    }

    public struct ScreenConfiguration
    {
    }

    public static class DisplayControl
    {
        public static int ScreenWidth { get { return 0; } }

        public static int ScreenHeight { get { return 0; } }

        public static uint Initialize(SpiConfiguration spi, ScreenConfiguration screen, uint bufferSize = 20 * 1024) { return 0; }

        public static void Write(ushort x, ushort y, ushort width, ushort height, ushort[] colors) { }
    }
}
