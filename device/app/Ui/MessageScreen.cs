using TinyClassify.Device.Text;
using TinyClassify.Native;

namespace TinyClassify.Device.Ui
{
    /// <summary>A sign, what happened, and what to do.</summary>
    public sealed class MessageScreen
    {
        /// <summary>A memory card.</summary>
        public const string CardSign = "\uE000";

        /// <summary>A triangle with an exclamation mark.</summary>
        public const string WarningSign = "\uE001";

        /// <summary>A picture.</summary>
        public const string PictureSign = "\uE002";

        private const int Left = 112;
        private const int TitleBaseline = 78;
        private const int DetailBaseline = TitleBaseline + 34;
        private const int LineHeight = 23;

        private readonly TextLine _text = new TextLine(256);
        private readonly TextLine _sign = new TextLine(4);
        private readonly Screen _screen;

        /// <param name="screen">Where to draw.</param>
        public MessageScreen(Screen screen)
        {
            _screen = screen;
        }

        /// <summary>Draws it; a footer may follow before Show.</summary>
        /// <param name="detail">What was seen and what was expected; may be empty.</param>
        /// <param name="remedy">What to do.</param>
        public void Draw(string sign, int color, string title, TextLine detail, string remedy)
        {
            _screen.Fill(0, 0, _screen.Width, _screen.Height, Palette.Background);
            int width = _screen.Width - Left - Layout.Margin;
            _screen.Text(_sign.Clear().Add(sign), 28, TitleBaseline + 34, 64, Canvas.IconFont, color);
            _screen.Text(_text.Clear().Add(title), Left, TitleBaseline, width, Canvas.TitleFont, Palette.Text);
            int lines = _screen.Paragraph(detail, Left, DetailBaseline, width, LineHeight, 3, Canvas.BodyFont, Palette.Muted);
            int baseline = DetailBaseline + lines * LineHeight + (lines > 0 ? 8 : 0);
            _screen.Paragraph(_text.Clear().Add(remedy), Left, baseline, width, LineHeight, 2, Canvas.BodyFont, Palette.Text);
        }
    }
}
