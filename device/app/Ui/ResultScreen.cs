using TinyClassify.Device.Board;
using TinyClassify.Device.Images;
using TinyClassify.Device.Text;
using TinyClassify.Naming;
using TinyClassify.Native;

namespace TinyClassify.Device.Ui
{
    /// <summary>A classified picture: enlarged on the left, its three best classes and figures on the right.</summary>
    public sealed class ResultScreen
    {
        private const int Left = Layout.PictureSide + Layout.Margin;
        private const int Right = 480 - Layout.Margin;
        private const int Width = Right - Left;

        private readonly TextLine _text = new TextLine(160);
        private readonly TextLine _name = new TextLine(16);
        private readonly Screen _screen;
        private readonly IStandIn _standIn;

        /// <param name="screen">Where to draw.</param>
        /// <param name="standIn">Whose times these are where they are not the board's, or null.</param>
        public ResultScreen(Screen screen, IStandIn standIn)
        {
            _screen = screen;
            _standIn = standIn;
        }

        /// <summary>Draws and shows it.</summary>
        /// <param name="preview">RGB565 [PictureSide, PictureSide].</param>
        /// <param name="resultsFailed">The result could not be written to the card.</param>
        /// <param name="freeBytes">Of the managed heap, or -1 where unknown.</param>
        public void Show(
            ushort[] preview,
            Classifier classifier,
            PictureList pictures,
            int index,
            TextLine fileName,
            int trueClass,
            bool slideshow,
            bool resultsFailed,
            int freeBytes)
        {
            _screen.Fill(0, 0, _screen.Width, _screen.Height, Palette.Background);
            _screen.Copy(0, 0, preview, Layout.PictureSide, Layout.PictureSide);
            DrawVerdict(classifier, trueClass, resultsFailed);
            for (int i = 0; i < classifier.TopCount; i++) DrawClass(classifier, i, 80 + i * 38);
            DrawFigures(classifier, freeBytes);
            Footer.Draw(_screen, fileName, pictures, index, slideshow, _text);
            _screen.Show();
        }

        private void DrawVerdict(Classifier classifier, int trueClass, bool resultsFailed)
        {
            int best = classifier.Top[0].ClassIndex;
            _screen.TextFitting(classifier.Labels[best], Left, 40, Width, Canvas.TitleFont, Canvas.BodyFont, Palette.Text);
            bool right = best == trueClass;
            int color = right ? Palette.Good : Palette.Bad;
            _text.Clear();
            if (resultsFailed)
            {
                _text.Add("results.csv was not written");
                color = Palette.Warning;
            }
            else if (right)
            {
                _text.Add("Right");
            }
            else if (trueClass != TrueClass.Unknown)
            {
                _text.Add("Wrong: it is ").Add(classifier.Labels[trueClass]);
            }

            if (_text.Length == 0) return;
            _screen.FillRound(Left, 53, 10, 10, 5, color);
            _screen.Text(_text, Left + 16, 63, Width - 16, Canvas.SmallFont, color);
        }

        private void DrawClass(Classifier classifier, int place, int top)
        {
            Prediction prediction = classifier.Top[place];
            _text.Clear().AddFixed(prediction.Permille, 1).Add(" %");
            int used = _screen.TextRight(_text, Right, top + 16, Width, Canvas.BodyFont, Palette.Text);
            int room = Width - used - 12;
            TextLine label = classifier.Labels[prediction.ClassIndex];
            _screen.TextFitting(label, Left, top + 16, room, Canvas.BodyFont, Canvas.SmallFont, Palette.Text);
            _screen.FillRound(Left, top + 23, Width, 6, 3, Palette.Track);
            int length = Width * prediction.Permille / 1000;
            int color = place == 0 ? Palette.Accent : Palette.Quiet;
            if (length > 0) _screen.FillRound(Left, top + 23, length < 6 ? 6 : length, 6, 3, color);
        }

        private void DrawFigures(Classifier classifier, int freeBytes)
        {
            const int ColumnEnd = Left + 108;
            const int SecondColumn = Left + 124;
            if (_standIn == null)
            {
                Figure("Decode", _text.Clear().AddMilliseconds(classifier.DecodeMicroseconds), Left, ColumnEnd, 208);
                Figure("Infer", _text.Clear().AddMilliseconds(classifier.InvokeMicroseconds), Left, ColumnEnd, 226);
            }
            else
            {
                int microseconds = _standIn.BoardMicroseconds;
                if (microseconds < 0) _text.Clear().Add("unknown");
                else _text.Clear().Add("~").Add((microseconds + 500) / 1000).Add(" ms");
                Figure("Board", _text, Left, ColumnEnd, 208);
                Figure("This PC", _text.Clear().AddMilliseconds(classifier.InvokeMicroseconds), Left, ColumnEnd, 226);
            }

            Figure("Arena", _text.Clear().AddBytes(classifier.Fact(ModelFact.ArenaBytes)), SecondColumn, Right, 208);
            if (freeBytes >= 0) Figure("Free", _text.Clear().AddBytes(freeBytes), SecondColumn, Right, 226);
            else Figure("MACs", _text.Clear().AddKilo(classifier.Fact(ModelFact.KiloMacs)), SecondColumn, Right, 226);
        }

        private void Figure(string name, TextLine value, int left, int right, int baseline)
        {
            _screen.TextRight(value, right, baseline, right - left, Canvas.SmallFont, Palette.Text);
            _screen.Text(_name.Clear().Add(name), left, baseline, right - left, Canvas.SmallFont, Palette.Muted);
        }
    }
}
