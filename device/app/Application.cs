using System;
using TinyClassify.Device.Board;
using TinyClassify.Device.Images;
using TinyClassify.Device.Ui;
using TinyClassify.Native;

namespace TinyClassify.Device
{
    /// <summary>The application: a state machine that inputs and time move. It never ends and never throws.</summary>
    public sealed class Application
    {
        private const int CardPollMilliseconds = 500;

        private readonly BoardParts _board;
        private readonly Screens _screens;
        private readonly FileLoader _loader;
        private readonly ResultsFile _results = new ResultsFile();
        private readonly PressReader _presses = new PressReader();
        private readonly TextLine _note = new TextLine(256);
        private readonly TextLine _fileName = new TextLine(256);
        private readonly TextLine _logLine = new TextLine(512);
        private readonly ushort[] _preview = new ushort[Layout.PictureSide * Layout.PictureSide];
        private Settings _settings = new Settings();
        private string _resumePath;
        private bool _modelIsOpen;
        private bool _versionsMatch;
        private int _slideStartedAt;
        private int _slideSeconds;

        /// <param name="board">The parts to use, all set.</param>
        public Application(BoardParts board)
        {
            _board = board;
            _screens = new Screens(board.Display);
            _loader = new FileLoader(board.Card);
        }

        /// <summary>What it is doing.</summary>
        public AppState State { get; private set; } = AppState.Starting;

        /// <summary>The model, and the last picture's result.</summary>
        public Classifier Classifier { get; } = new Classifier();

        /// <summary>The card's pictures.</summary>
        public PictureList Pictures { get; } = new PictureList();

        /// <summary>Place of the picture that is, or was last, on the screen.</summary>
        public int PictureIndex { get; private set; } = -1;

        /// <summary>Its true class, or TrueClass.Unknown.</summary>
        public int TrueClassIndex { get; private set; } = TrueClass.Unknown;

        /// <summary>What went wrong last.</summary>
        public Trouble Trouble { get; } = new Trouble();

        /// <summary>Something on the card that was not used, and why; empty where there is nothing.</summary>
        public TextLine Note => _note;

        /// <summary>The slide show is on.</summary>
        public bool IsSlideshow => _slideSeconds > 0;

        /// <summary>A result could not be written to the card.</summary>
        public bool ResultsFailed { get; private set; }

        /// <summary>Begins: looks for a card and opens the model.</summary>
        public void Start()
        {
            try
            {
                _board.Led.Set(true);
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

        // A card that is in while the screen asks for one, or the other way round: an event got lost, or comes late.
        private bool CardStateIsStale()
        {
            bool waits = State == AppState.WaitingForCard;
            bool works = State != AppState.Starting && State != AppState.ModelTrouble;
            return works && _board.Card.IsInserted == waits;
        }

        private void ChangeCard()
        {
            bool isInUse = State == AppState.Showing || State == AppState.PictureTrouble || State == AppState.Reading;
            if (isInUse) _resumePath = Pictures.PathAt(PictureIndex);
            if (_board.Card.IsInserted) EnterCard();
            else WaitForCard(isInUse);
        }

        private void WaitForCard(bool wasPulled)
        {
            State = AppState.WaitingForCard;
            Pictures.Clear();
            PictureIndex = -1;
            if (!_modelIsOpen) OpenBuiltInModel();
            if (wasPulled)
            {
                Trouble.Set("Card removed", "It was taken out while it was in use.", "Put it back: it goes on by itself.");
            }
            else
            {
                Trouble.Set(
                    "Insert a card",
                    "A microSD card, FAT formatted, with pictures in any folder: JPEG, PNG or BMP.",
                    "It goes on by itself.");
            }

            Log("card: none");
            ShowTrouble(MessageScreen.CardSign);
        }

        private void EnterCard()
        {
            _board.Led.Set(true);
            _note.Clear();
            ResultsFailed = false;
            PictureIndex = -1;
            if (!_board.Card.IsInserted)
            {
                WaitForCard(false);
                return;
            }

            try
            {
                _settings = Settings.Read(_board.Card);
                if (_settings.BadLine != null)
                {
                    _note.Add(Settings.FileName).Add(": not understood: ").Add(_settings.BadLine);
                }

                OpenModel();
                Pictures.Scan(_board.Card);
            }
            catch (Exception e)
            {
                Pictures.Clear();
                ShowCardFailure(e);
                return;
            }

            _slideSeconds = _settings.SlideshowSeconds;
            _slideStartedAt = _board.Clock.Milliseconds;
            if (!_modelIsOpen) ShowNoModel();
            else if (Pictures.Count == 0) ShowEmptyCard();
            else Resume();
        }

        private void Resume()
        {
            int index = _resumePath == null ? -1 : Pictures.IndexOf(_resumePath);
            _resumePath = null;
            if (index >= 0) ShowPicture(index);
            else ShowReady();
        }

        private void OpenModel()
        {
            string path = _board.Card.Find(_settings.ModelFileName);
            if (path != null)
            {
                int status = _loader.Load(path);
                if (status < 0) Classifier.ReadError();
                else status = Classifier.OpenLoaded();
                _modelIsOpen = status == Status.Ok;
                if (_modelIsOpen) return;
                _note.Clear().Add(_settings.ModelFileName).Add(" on the card is not used: ").Add(Classifier.ErrorText);
                Log(_note);
            }

            if (!_modelIsOpen || Classifier.IsFromCard) OpenBuiltInModel();
        }

        private void OpenBuiltInModel()
        {
            int status = Classifier.OpenBuiltIn();
            _modelIsOpen = status == Status.Ok;
            if (!_modelIsOpen) Trouble.SetModel(status, Classifier.ErrorText);
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
        }

        private bool SlideRuns()
        {
            return IsSlideshow && (State == AppState.Showing || State == AppState.PictureTrouble || State == AppState.Ready);
        }

        private bool SlideIsOver(int milliseconds)
        {
            return SlideRuns() && milliseconds - _slideStartedAt >= _slideSeconds * 1000;
        }

        private void ShowPicture(int index)
        {
            bool pictureStays = State == AppState.Showing;
            State = AppState.Reading;
            PictureIndex = index;
            TrueClassIndex = TrueClass.Unknown;
            _board.Led.Set(true);
            string path = Pictures.PathAt(index);
            string fileName = PictureList.FileNameOf(path);
            _fileName.Clear().Add(fileName);
            _screens.ShowReading(pictureStays, _fileName, Pictures, index, IsSlideshow);

            int status;
            try
            {
                status = _loader.Load(path);
                if (status < 0) Classifier.ReadError();
            }
            catch (Exception e)
            {
                ShowReadFailure(e);
                return;
            }

            if (status == Status.Ok) status = Classifier.Classify(_preview, Layout.PictureSide, Layout.PictureSide);
            _slideStartedAt = _board.Clock.Milliseconds;
            if (status < 0)
            {
                State = AppState.PictureTrouble;
                Trouble.SetPicture(status, Classifier.ErrorText);
                ShowTrouble(MessageScreen.PictureSign);
                return;
            }

            Judge(index, fileName, path);
            State = AppState.Showing;
            ShowResult();
            _board.Led.Set(false);
        }

        private void Judge(int index, string fileName, string path)
        {
            if (Classifier.HasLabels)
            {
                string folder = PictureList.FolderNameOf(path, _board.Card.Root);
                TrueClassIndex = TrueClass.Find(fileName, folder, Classifier.Labels);
            }

            if (TrueClassIndex != TrueClass.Unknown)
            {
                Pictures.Judge(index, Classifier.Top[0].ClassIndex == TrueClassIndex);
            }

            LogResult();
            if (!_settings.WriteResults || !_board.Card.IsWritable) return;
            try
            {
                _results.Append(_board.Card, path, TrueClassIndex, Classifier);
                ResultsFailed = false;
            }
            catch (Exception e)
            {
                // The result itself is there: it is shown, and the screen says that the file lacks it.
                ResultsFailed = true;
                Log("results.csv: " + e.Message);
            }
        }

        private void ShowResult()
        {
            _screens.ShowResult(
                _preview,
                Classifier,
                Pictures,
                PictureIndex,
                _fileName,
                TrueClassIndex,
                IsSlideshow,
                ResultsFailed,
                _board.Memory.FreeBytes);
        }

        private void ShowReady()
        {
            State = AppState.Ready;
            Log("ready");
            _screens.ShowStart(Classifier, Pictures, _note);
            _board.Led.Set(false);
        }

        private void ShowReadFailure(Exception e)
        {
            if (!_board.Card.IsInserted)
            {
                _resumePath = Pictures.PathAt(PictureIndex);
                WaitForCard(true);
                return;
            }

            State = AppState.PictureTrouble;
            _slideStartedAt = _board.Clock.Milliseconds;
            Trouble.Set("File cannot be read", e, "Copy the file to the card again, or try another card.");
            ShowTrouble(MessageScreen.PictureSign);
        }

        private void ShowCardFailure(Exception e)
        {
            if (!_board.Card.IsInserted)
            {
                WaitForCard(true);
                return;
            }

            State = AppState.CardTrouble;
            Trouble.Set("Card cannot be read", e, "Format it as FAT32, or try another card.");
            ShowTrouble(MessageScreen.CardSign);
        }

        private void ShowEmptyCard()
        {
            State = AppState.CardTrouble;
            Trouble.Set(
                "No pictures",
                "The card holds no file that ends in .jpg, .jpeg, .png or .bmp.",
                "Copy pictures onto it; folders are searched too.");
            ShowTrouble(MessageScreen.CardSign);
        }

        private void ShowNoModel()
        {
            State = AppState.ModelTrouble;
            ShowTrouble(MessageScreen.WarningSign);
        }

        private void ShowUnexpected(Exception e)
        {
            State = Pictures.Count > 0 && PictureIndex >= 0 ? AppState.PictureTrouble : AppState.CardTrouble;
            Trouble.Set("Unexpected error", e, "Press the blue button to go on, the black one to start anew.");
            ShowTrouble(MessageScreen.WarningSign);
        }

        private void ShowTrouble(string sign)
        {
            _logLine.Clear();
            if (State == AppState.PictureTrouble) _logLine.Add(_fileName).Add(": ");
            Log(_logLine.Add(Trouble.Title).Add(": ").Add(Trouble.Detail));
            _screens.ShowTrouble(sign, State, Trouble, _fileName, Pictures, PictureIndex, IsSlideshow);
            _board.Led.Set(false);
        }

        private void LogResult()
        {
            Prediction best = Classifier.Top[0];
            _logLine.Clear().Add(_fileName).Add(": ").Add(Classifier.Labels[best.ClassIndex]).Add(" ");
            _logLine.AddFixed(best.Permille, 1).Add(" %, decode ").AddMilliseconds(Classifier.DecodeMicroseconds);
            Log(_logLine.Add(", inference ").AddMilliseconds(Classifier.InvokeMicroseconds));
        }

        private void Log(string text)
        {
            Log(_logLine.Clear().Add(text));
        }

        private void Log(TextLine text)
        {
            _board.Log.Write(text);
        }
    }
}
