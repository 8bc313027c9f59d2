using TinyClassify.Device.Images;
using TinyClassify.Device.Text;
using TinyClassify.Native;

namespace TinyClassify.Device.Ui
{
    /// <summary>What the board holds: the model, its classes, the card.</summary>
    public sealed class StartScreen
    {
        private const int Left = 104;
        private const int ClassesThatFit = 12;

        private readonly TextLine _text = new TextLine(512);
        private readonly TextLine _logo = new TextLine(4).Add("\uE003");
        private readonly TextLine _key = new TextLine(16);
        private readonly Screen _screen;

        /// <param name="screen">Where to draw.</param>
        public StartScreen(Screen screen)
        {
            _screen = screen;
        }

        /// <summary>Draws and shows it.</summary>
        /// <param name="note">Something on the card that was not used, and why; may be empty.</param>
        public void Show(Classifier classifier, PictureList pictures, TextLine note)
        {
            _screen.Fill(0, 0, _screen.Width, _screen.Height, Palette.Background);
            _screen.Text(_logo, Layout.Margin + 4, 78, 64, Canvas.IconFont, Palette.Accent);
            int width = _screen.Width - Left - Layout.Margin;
            _screen.Text(_text.Clear().Add("TinyClassify"), Left, 44, width, Canvas.TitleFont, Palette.Text);
            _screen.Text(classifier.Name, Left, 68, width, Canvas.BodyFont, Palette.Muted);

            Row("Input", 106);
            _text.Clear().Add(classifier.Fact(ModelFact.InputWidth)).Add(" x ").Add(classifier.Fact(ModelFact.InputHeight));
            _text.Add(classifier.Fact(ModelFact.InputChannels) == 1 ? " grey, " : " RGB, ")
                .AddKilo(classifier.Fact(ModelFact.KiloMacs)).Add(" multiplications");
            Value(106);

            Row("Memory", 130);
            _text.Clear().AddBytes(classifier.Fact(ModelFact.WeightBytes)).Add(" weights, ");
            _text.AddBytes(classifier.Fact(ModelFact.ArenaBytes)).Add(" arena");
            if (classifier.IsFromCard) _text.Add(", from the card");
            Value(130);

            Row("Card", 154);
            _text.Clear().Add(pictures.Count).Add(pictures.Count == 1 ? " picture" : " pictures");
            if (pictures.LeftOutCount > 0) _text.Add(", the first in name order; ").Add(pictures.LeftOutCount)
                .Add(" more left out");
            Value(154);

            Row("Classes", 178);
            DrawClasses(classifier, note.Length > 0 ? 1 : 2);
            if (note.Length > 0) _screen.Paragraph(note, Left, 197, width, 16, 3, Canvas.SmallFont, Palette.Warning);
            Footer.DrawHint(_screen, _text.Clear().Add("Press the blue button to classify the first picture"));
            _screen.Show();
        }

        private void DrawClasses(Classifier classifier, int lines)
        {
            _text.Clear();
            if (classifier.Labels.Length > ClassesThatFit) _text.Add(classifier.Labels.Length).Add(": ");
            for (int i = 0; i < classifier.Labels.Length; i++)
            {
                if (i > 0) _text.Add(", ");
                _text.Add(classifier.Labels[i]);
            }

            int width = _screen.Width - Left - Layout.Margin;
            _screen.Paragraph(_text, Left, 178, width, 22, lines, Canvas.BodyFont, Palette.Text);
        }

        private void Row(string key, int baseline)
        {
            _screen.Text(_key.Clear().Add(key), Layout.Margin + 4, baseline, 76, Canvas.BodyFont, Palette.Muted);
        }

        private void Value(int baseline)
        {
            int width = _screen.Width - Left - Layout.Margin;
            _screen.Text(_text, Left, baseline, width, Canvas.BodyFont, Palette.Text);
        }
    }
}
