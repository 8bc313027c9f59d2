using TinyClassify.Device.Board;
using TinyClassify.Device.Images;
using TinyClassify.Device.Text;
using TinyClassify.Native;

namespace TinyClassify.Device.Ui
{
    /// <summary>All screens of the application, over one frame.</summary>
    public sealed class Screens
    {
        private readonly TextLine _text = new TextLine(96);
        private readonly TextLine _scratch = new TextLine(96);
        private readonly Screen _screen;
        private readonly StartScreen _start;
        private readonly ResultScreen _result;
        private readonly MessageScreen _message;

        /// <param name="display">Where they are shown.</param>
        /// <param name="standIn">Whose times are shown where they are not the board's, or null.</param>
        public Screens(IDisplay display, IStandIn standIn)
        {
            _screen = new Screen(display);
            _start = new StartScreen(_screen);
            _result = new ResultScreen(_screen, standIn);
            _message = new MessageScreen(_screen);
        }

        /// <summary>The model, its classes, the card.</summary>
        public void ShowStart(Classifier classifier, PictureList pictures, TextLine note)
        {
            _start.Show(classifier, pictures, note);
        }

        /// <summary>A picture is being read: the last one stays, under the new one's name.</summary>
        public void ShowReading(bool pictureStays, TextLine fileName, PictureList pictures, int index, bool slideshow)
        {
            if (!pictureStays)
            {
                _screen.Fill(0, 0, _screen.Width, _screen.Height, Palette.Background);
                _screen.TextCentred(_text.Clear().Add("Reading the picture"), 128, Canvas.TitleFont, Palette.Muted);
            }

            Footer.Draw(_screen, fileName, pictures, index, slideshow, _scratch);
            _screen.Fill(0, Layout.FooterTop, _screen.Width, 2, Palette.Accent);
            _screen.Show();
        }

        /// <summary>A picture is being read, and takes longer: how much of it has been read.</summary>
        /// <param name="permille">Thousandths of the file, [0, 1000].</param>
        public void ShowProgress(int permille)
        {
            _screen.Fill(0, Layout.FooterTop, _screen.Width, 4, Palette.Track);
            _screen.Fill(0, Layout.FooterTop, _screen.Width * permille / 1000, 4, Palette.Accent);
            _screen.Show();
        }

        /// <summary>The card's folders are being read.</summary>
        /// <param name="found">Pictures so far.</param>
        public void ShowListing(int found)
        {
            _screen.Fill(0, 0, _screen.Width, _screen.Height, Palette.Background);
            _screen.TextCentred(_text.Clear().Add("Reading the card"), 128, Canvas.TitleFont, Palette.Text);
            _text.Clear().Add(found).Add(found == 1 ? " picture so far" : " pictures so far");
            _screen.TextCentred(_text, 160, Canvas.BodyFont, Palette.Muted);
            _screen.Show();
        }

        /// <summary>A classified picture.</summary>
        public void ShowResult(
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
            _result.Show(preview, classifier, pictures, index, fileName, trueClass, slideshow, resultsFailed, freeBytes);
        }

        /// <summary>What happened, what was seen, what to do; under it the picture that is concerned, or what the button
        /// does.</summary>
        public void ShowTrouble(
            string sign,
            AppState state,
            Trouble trouble,
            TextLine fileName,
            PictureList pictures,
            int index,
            bool slideshow)
        {
            int color = state == AppState.WaitingForCard ? Palette.Accent : Palette.Warning;
            _message.Draw(sign, color, trouble.Title, trouble.Detail, trouble.Remedy);
            if (state == AppState.PictureTrouble) Footer.Draw(_screen, fileName, pictures, index, slideshow, _scratch);
            else if (state != AppState.WaitingForCard
                && trouble.CanRetry) Footer.DrawHint(_screen, _text.Clear().Add("Press the blue button to look again"));
            _screen.Show();
        }
    }
}
