using TinyClassify.Device.Images;
using TinyClassify.Device.Text;
using TinyClassify.Native;

namespace TinyClassify.Device.Ui
{
    /// <summary>The strip along the lower edge.</summary>
    public static class Footer
    {
        /// <summary>Draws a picture's file name, its place among the others, and the running accuracy.</summary>
        /// <param name="index">Negative where the picture is none of the card's: then its name stands alone.</param>
        /// <param name="scratch">Is overwritten.</param>
        public static void Draw(
            Screen screen, TextLine fileName, PictureList pictures, int index, bool slideshow, TextLine scratch)
        {
            DrawSurface(screen);
            int right = screen.Width - Layout.Margin;
            if (index < 0)
            {
                screen.Text(fileName, Layout.Margin, Layout.FooterBaseline, right - Layout.Margin, Canvas.SmallFont,
                    Palette.Text);
                return;
            }

            if (pictures.JudgedCount > 0)
            {
                scratch.Clear().Add(pictures.RightCount).Add(" of ").Add(pictures.JudgedCount).Add(" right");
                right -= 24 + screen.TextRight(scratch, right, Layout.FooterBaseline, 160, Canvas.SmallFont, Palette.Muted);
            }

            scratch.Clear().Add(index + 1).Add(" / ").Add(pictures.Count);
            right -= 12 + screen.TextRight(scratch, right, Layout.FooterBaseline, 120, Canvas.SmallFont, Palette.Text);
            if (slideshow)
            {
                // The sign of playing on: a small triangle, of bars.
                right -= 10;
                for (int i = 0; i < 10; i++) screen.Fill(right + i, 249 + i / 2, 1, 11 - i / 2 * 2, Palette.Accent);
                right -= 12;
            }

            int width = right - Layout.Margin;
            screen.Text(fileName, Layout.Margin, Layout.FooterBaseline, width, Canvas.SmallFont, Palette.Text);
        }

        /// <summary>Draws what the blue button does.</summary>
        public static void DrawHint(Screen screen, TextLine hint)
        {
            DrawSurface(screen);
            screen.FillRound(Layout.Margin, Layout.FooterBaseline - 13, 16, 16, 8, Palette.Accent);
            int left = Layout.Margin + 26;
            screen.Text(hint, left, Layout.FooterBaseline, screen.Width - left - Layout.Margin, Canvas.SmallFont, Palette.Text);
        }

        private static void DrawSurface(Screen screen)
        {
            screen.Fill(0, Layout.FooterTop, screen.Width, screen.Height - Layout.FooterTop, Palette.Panel);
        }
    }
}
