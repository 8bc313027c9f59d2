using TinyClassify.Device.Images;
using TinyClassify.Device.Ui;
using TinyClassify.Naming;
using TinyClassify.Native;

namespace TinyClassify.Device
{
    /// <content>The card: coming, going, what it asks for, and its model.</content>
    public sealed partial class Application
    {
        private const int ProgressMilliseconds = 250;

        // A card is mounted half a second after it went in; one that is not for so long has no file system that we read.
        private const int MountMilliseconds = 3000;

        // The card is in while the screen asks for one, or the other way round.
        private bool CardStateIsStale()
        {
            bool waits = State == AppState.WaitingForCard;
            bool works = State != AppState.Starting && State != AppState.ModelTrouble && State != AppState.Live;
            return works && _card.IsIn == waits;
        }

        private void ChangeCard()
        {
            if (State == AppState.Live) return; // It is looked at when the camera goes off.
            bool isInUse = State == AppState.Showing || State == AppState.PictureTrouble || State == AppState.Reading;
            if (isInUse) _resumePath = _path;
            if (_card.IsIn) EnterCard();
            // The change may have been seen before it was told: what the screen says of a card that was pulled then stays.
            else if (State != AppState.WaitingForCard || _tellsNotMounted) WaitForCard(isInUse);
        }

        private void WaitForCard(bool wasPulled)
        {
            if (State == AppState.Reading) Classifier.Cancel();
            State = AppState.WaitingForCard;
            _notMountedSince = _board.Clock.Milliseconds;
            _tellsNotMounted = false;
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

            _out.Log("card: none");
            ShowTrouble(MessageScreen.CardSign);
        }

        private void TellOfCardWithoutFiles(int milliseconds)
        {
            if (MemoryCard.GetState() != MemoryCard.NotMounted) _notMountedSince = milliseconds;
            if (_tellsNotMounted || milliseconds - _notMountedSince < MountMilliseconds) return;
            _tellsNotMounted = true;
            Trouble.Set("Card cannot be read", "A card is in, and no FAT file system is found on it.",
                "Format it as FAT32 (not exFAT), or try another card.");
            ShowTrouble(MessageScreen.CardSign);
        }

        private void EnterCard()
        {
            if (State == AppState.Reading) Classifier.Cancel();
            _out.Light(true);
            _out.EndResult();
            ResultsFailed = false;
            PictureIndex = -1;
            int slideSecondsBefore = _settings.SlideshowSeconds;
            int status = ReadCard();
            if (Card.MayWorkNow(status))
            {
                // A card that was out for a moment has lost its state and fails once; the next access mounts it anew.
                _out.Log("card read again after: " + _card.Tell(status));
                status = ReadCard();
            }

            if (status < 0)
            {
                ShowCardFailure(status);
                return;
            }

            _slideStartedAt = _board.Clock.Milliseconds;
            int index = _resumePath == null || !_modelIsOpen ? -1 : Pictures.IndexOf(_resumePath);
            // Back at the same picture, the slide show goes on or stays off as it was, unless the card now asks for something
            // else.
            if (index < 0 || _settings.SlideshowSeconds != slideSecondsBefore) _slideSeconds = _settings.SlideshowSeconds;
            _resumePath = null;
            if (!_modelIsOpen) ShowNoModel();
            else if (Pictures.Count == 0) ShowEmptyCard();
            else if (index >= 0) ShowPicture(index);
            else ShowReady();
        }

        private int ReadCard()
        {
            if (!_card.IsIn) return MemoryCard.NoCard;
            _note.Clear();
            AddNote(WhyStarted());
            Settings settings = new Settings();
            int status = settings.Read(_card);
            if (status < 0) return status;
            _settings = settings;
            status = OpenModel();
            if (status < 0) return status;
            if (_settings.BadLine != null)
            {
                AddNote(Settings.FileName);
                _note.Add(": not understood: ").Add(_settings.BadLine);
            }

            return ListPictures();
        }

        private int ListPictures()
        {
            int status = Pictures.BeginScan();
            _progressShownAt = _board.Clock.Milliseconds;
            while (status == 0)
            {
                status = Pictures.ContinueScan();
                if (status <= 0) return status;
                status = 0;
                int now = _board.Clock.Milliseconds;
                if (now - _progressShownAt < ProgressMilliseconds) continue;
                _progressShownAt = now;
                _screens.ShowListing(Pictures.FoundCount);
            }

            return status;
        }

        /// <returns>0, or a status of the card; a model that is refused is a note.</returns>
        private int OpenModel()
        {
            int size = _card.Size(_settings.ModelFileName);
            if (size < 0 && size != MemoryCard.NotFound) return size;
            if (size >= 0)
            {
                int status = Classifier.OpenFrom(_card, _settings.ModelFileName);
                UseModel(status);
                if (_modelIsOpen) return 0;
                if (status <= MemoryCard.NoCard) return status;
                AddNote(_settings.ModelFileName);
                _note.Add(" on the card is not used: ").Add(Classifier.ErrorText);
                _out.Log(_note);
            }
            else if (_settings.NamesModel)
            {
                AddNote(_settings.ModelFileName);
                _note.Add(" is not used: ").Add(_card.Tell(size));
                _out.Log(_note);
            }

            if (!_modelIsOpen || Classifier.IsFromCard) OpenBuiltInModel();
            return 0;
        }

        private void OpenBuiltInModel()
        {
            int status = Classifier.OpenBuiltIn();
            UseModel(status);
            if (!_modelIsOpen) Trouble.SetModel(status, Classifier.ErrorText);
        }

        private void UseModel(int status)
        {
            _modelIsOpen = status == Status.Ok;
            if (_modelIsOpen) _trueClass = new TrueClass(Classifier.ClassNames);
        }

        private void AddNote(string text)
        {
            if (_note.Length > 0 && text.Length > 0) _note.Add(". ");
            _note.Add(text);
        }
    }
}
