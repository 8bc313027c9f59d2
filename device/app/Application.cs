using System;
using System.Threading;
using TinyClassify.Device.Board;
using TinyClassify.Device.Images;
using TinyClassify.Device.Text;
using TinyClassify.Device.Ui;
using TinyClassify.Naming;
using TinyClassify.Native;

namespace TinyClassify.Device
{
    /// <summary>The application: a state machine that inputs and time move. It never ends and never throws.</summary>
    /// <remarks>What it does with a card, with pictures and with what goes wrong stands in files of its own.</remarks>
    public sealed partial class Application
    {
        private const int CardPollMilliseconds = 250;

        private readonly BoardParts _board;
        private readonly Outputs _out;
        private readonly Screens _screens;
        private readonly Card _card = new Card();
        private readonly ResultsFile _results = new ResultsFile();
        private readonly PressReader _presses = new PressReader();
        private readonly TextLine _note = new TextLine(512);
        private readonly TextLine _fileName = new TextLine(256);
        private readonly TextLine _logLine = new TextLine(512);
        private readonly ushort[] _preview = new ushort[Layout.PictureSide * Layout.PictureSide];
        private Settings _settings = new Settings();
        private TrueClass _trueClass = new TrueClass(new string[0]);
        private string _resumePath;
        private bool _modelIsOpen;
        private bool _versionsMatch;
        private int _slideStartedAt;
        private int _progressShownAt;
        private int _notMountedSince;
        private bool _tellsNotMounted;
        private bool _isSecondTry;
        private int _slideSeconds;

        /// <param name="board">The parts to use, all set.</param>
        public Application(BoardParts board)
        {
            _board = board;
            _out = new Outputs(board);
            _screens = new Screens(_out, board.StandIn);
            Pictures = new PictureList(_card);
        }

        /// <summary>What it is doing.</summary>
        public AppState State { get; private set; } = AppState.Starting;

        /// <summary>The model, and the last picture's result.</summary>
        public Classifier Classifier { get; } = new Classifier();

        /// <summary>The card's pictures.</summary>
        public PictureList Pictures { get; }

        /// <summary>Place of the picture that is, or was last, on the screen.</summary>
        public int PictureIndex { get; private set; } = -1;

        /// <summary>Its true class, or TrueClass.Unknown.</summary>
        public int TrueClassIndex { get; private set; } = TrueClass.Unknown;

        /// <summary>What went wrong last.</summary>
        public Trouble Trouble { get; } = new Trouble();

        /// <summary>What the start screen has to say beside its figures: what of the card is not used, and why; empty where
        /// nothing.</summary>
        public TextLine Note => _note;

        /// <summary>The slide show is on.</summary>
        public bool IsSlideshow => _slideSeconds > 0;

        /// <summary>A result could not be written to the card.</summary>
        public bool ResultsFailed { get; private set; }

        /// <summary>Runs for ever.</summary>
        public void Run()
        {
            Start();
            while (true)
            {
                try
                {
                    Step();
                }
                catch (Exception e)
                {
                    // Handle never throws, and nothing is known that makes the queue or the clock do so.
                    _out.Log("step", e);
                    Thread.Sleep(CardPollMilliseconds);
                }
            }
        }

        /// <summary>Begins: looks for a card and opens the model.</summary>
        public void Start()
        {
            try
            {
                _out.Light(true);
                string cause = WhyStarted();
                if (cause.Length > 0) _out.Log(cause);
                if (CheckVersion()) EnterCard();
            }
            catch (Exception e)
            {
                ShowUnexpected(e);
            }
        }

        /// <summary>Waits for the next input, a quarter of a second at most, and handles it.</summary>
        public void Step()
        {
            int wait = UntilNext(_board.Clock.Milliseconds);
            if (wait > 0) _board.Inputs.Wait(wait);
            int time;
            Input input = _board.Inputs.Take(out time);
            Handle(input, time);
        }

        /// <summary>Handles one input, or None for the passing of time.</summary>
        /// <param name="milliseconds">When it happened.</param>
        public void Handle(Input input, int milliseconds)
        {
            if (!_versionsMatch) return;
            try
            {
                if (input == Input.CardChanged || (input == Input.None && CardStateIsStale())) ChangeCard();
                else if (input == Input.None) PassTime(milliseconds);
                else if (input == Input.FrameArrived) LookAtCamera();
                // A press gives up a picture that takes long; what the press itself means follows.
                if (State == AppState.Reading && IsPress(input)) GiveUpPicture();
                PressReader.Press press = _presses.Read(input, milliseconds);
                if (press == PressReader.Press.Short || input == Input.TouchRight) Step(1);
                else if (input == Input.TouchLeft) Step(-1);
                else if (press == PressReader.Press.Long) GoBack();
                else if (input == Input.TouchMiddle) ToggleSlideshow();
                else if (input == Input.None && SlideIsOver(milliseconds)) Step(1);
            }
            catch (Exception e)
            {
                ShowUnexpected(e);
            }
        }

        /// <returns>Milliseconds until time itself makes something happen.</returns>
        public int UntilNext(int milliseconds)
        {
            if (State == AppState.Reading) return 0;
            int wait = CardPollMilliseconds;
            int untilLong = _presses.UntilLong(milliseconds);
            if (untilLong >= 0 && untilLong < wait) wait = untilLong;
            if (SlideRuns())
            {
                int untilSlide = _slideSeconds * 1000 - (milliseconds - _slideStartedAt);
                if (untilSlide < wait) wait = untilSlide;
            }

            return wait < 0 ? 0 : wait;
        }

        private static bool IsPress(Input input)
        {
            return input == Input.ButtonDown || input == Input.TouchLeft || input == Input.TouchMiddle
                || input == Input.TouchRight;
        }

        private void PassTime(int milliseconds)
        {
            if (State == AppState.Reading) ContinuePicture();
            else if (State == AppState.WaitingForCard) TellOfCardWithoutFiles(milliseconds);
        }

        private static string WhyStarted()
        {
            switch (Startup.GetCause())
            {
                case Startup.Watchdog:
                    return "The watchdog restarted the board: something took longer than 10 seconds";
                case Startup.Fault:
                    return "The firmware restarted after a fault";
                default:
                    return "";
            }
        }

        private bool CheckVersion()
        {
            int native = Engine.GetInterfaceVersion();
            _versionsMatch = native == Engine.InterfaceVersion;
            if (_versionsMatch) return true;
            State = AppState.ModelTrouble;
            Trouble.Set(
                "Versions do not match",
                "The firmware has interface " + native + ", this application was built for " + Engine.InterfaceVersion + ".",
                "Load the firmware and the application of one release.");
            Trouble.CanRetry = false;
            ShowTrouble(MessageScreen.WarningSign);
            return false;
        }

        private void Step(int step)
        {
            switch (State)
            {
                case AppState.Ready:
                    ShowPicture(step > 0 ? 0 : Pictures.Count - 1);
                    break;
                case AppState.Showing:
                case AppState.PictureTrouble:
                    ShowPicture((PictureIndex + step + Pictures.Count) % Pictures.Count);
                    break;
                case AppState.CardTrouble:
                case AppState.ModelTrouble:
                    EnterCard();
                    break;
                default:
                    break;
            }
        }

        private void GoBack()
        {
            if (State == AppState.Showing || State == AppState.PictureTrouble)
            {
                _slideSeconds = 0;
                ShowReady();
            }
            else if (State == AppState.Ready)
            {
                EnterCard();
            }
        }

        private void ToggleSlideshow()
        {
            if (State != AppState.Showing && State != AppState.PictureTrouble && State != AppState.Ready) return;
            int seconds = _settings.SlideshowSeconds > 0 ? _settings.SlideshowSeconds : Settings.DefaultSlideSeconds;
            _slideSeconds = IsSlideshow ? 0 : seconds;
            _slideStartedAt = _board.Clock.Milliseconds;
            if (State == AppState.Ready && IsSlideshow) ShowPicture(0);
            else if (State == AppState.Showing) ShowResult();
            else if (State == AppState.PictureTrouble) DrawTrouble(MessageScreen.PictureSign);
        }

        private bool SlideRuns()
        {
            return IsSlideshow && (State == AppState.Showing || State == AppState.PictureTrouble || State == AppState.Ready);
        }

        private bool SlideIsOver(int milliseconds)
        {
            return SlideRuns() && milliseconds - _slideStartedAt >= _slideSeconds * 1000;
        }

        private void ShowReady()
        {
            State = AppState.Ready;
            _out.EndResult();
            _out.Log("ready");
            _screens.ShowStart(Classifier, Pictures, _note);
            _out.Light(false);
        }
    }
}
