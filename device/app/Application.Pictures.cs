using TinyClassify.Device.Board;
using TinyClassify.Device.Images;
using TinyClassify.Device.Ui;
using TinyClassify.Naming;
using TinyClassify.Native;

namespace TinyClassify.Device
{
    /// <content>A picture: read, classified, judged, shown.</content>
    public sealed partial class Application
    {
        private string _path = "";
        private string _pictureFileName = "";

        private void ShowPicture(int index)
        {
            bool pictureStays = State == AppState.Showing;
            PictureIndex = index;
            TrueClassIndex = TrueClass.Unknown;
            _out.Light(true);
            _path = Pictures.PathAt(index);
            _pictureFileName = PictureList.FileNameOf(_path);
            _fileName.Clear().Add(_pictureFileName);
            _isSecondTry = false;
            _screens.ShowReading(pictureStays, _fileName, Pictures, index, IsSlideshow);
            BeginPicture();
        }

        private void BeginPicture()
        {
            State = AppState.Reading;
            int status = Classifier.Begin(_card, _path, Layout.PictureSide, Layout.PictureSide);
            if (status < 0) FailPicture(status);
            else ContinuePicture(); // Most are done after this quarter of a second.
        }

        private void ContinuePicture()
        {
            int status = Classifier.Continue(_preview);
            if (status > 0) _screens.ShowProgress(status);
            else if (status < 0) FailPicture(status);
            else FinishPicture();
        }

        private void FinishPicture()
        {
            _slideStartedAt = _board.Clock.Milliseconds;
            State = AppState.Showing;
            Judge();
            ShowResult();
            _out.Light(false);
        }

        private void GiveUpPicture()
        {
            Classifier.Cancel();
            FailPicture(Status.Cancelled);
        }

        private void FailPicture(int status)
        {
            if (Card.MayWorkNow(status) && _card.IsIn && !_isSecondTry)
            {
                // As with the list: a card that was out for a moment fails once.
                _isSecondTry = true;
                _out.Log("card read again after: " + _card.Tell(status));
                BeginPicture();
                return;
            }

            if (!_card.IsIn)
            {
                _resumePath = _path;
                WaitForCard(true);
                return;
            }

            _slideStartedAt = _board.Clock.Milliseconds;
            State = AppState.PictureTrouble;
            if (status <= MemoryCard.NoCard)
            {
                Trouble.Set("File cannot be read", Classifier.ErrorText, "Copy the file to the card again, or try another card.");
            }
            else
            {
                if (status == Status.Cancelled) Classifier.ErrorText.Clear();
                Trouble.SetPicture(status, Classifier.ErrorText);
            }

            ShowTrouble(MessageScreen.PictureSign);
        }

        private void Judge()
        {
            TrueClassIndex = _trueClass.Find(_pictureFileName, PictureList.FolderNameOf(_path));
            if (TrueClassIndex != TrueClass.Unknown)
            {
                Pictures.Judge(PictureIndex, Classifier.Top[0].ClassIndex == TrueClassIndex);
            }

            LogResult();
            TellListeners();
            if (!_settings.WriteResults || !_board.MayWrite) return;
            int status = AppendResult();
            if (Card.MayWorkNow(status)) status = AppendResult();

            // The result itself is there: it is shown, and the screen says where the file lacks it.
            ResultsFailed = status < 0;
            if (ResultsFailed) _out.Log("results.csv: " + _card.Tell(status));
        }

        private int AppendResult()
        {
            return _results.Append(_card, _path, TrueClassIndex, Classifier, _board.StandIn == null ? "board" : "PC");
        }

        private void TellListeners()
        {
            Prediction best = Classifier.Top[0];
            Result result = _out.Result;
            result.ClassIndex = best.ClassIndex;
            result.ClassName = Classifier.ClassNames[best.ClassIndex];
            result.Permille = best.Permille;
            result.TrueClassIndex = TrueClassIndex;
            result.Path = _path;
            _out.ShowResult();
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
                _out.FreeBytes);
        }

        private void LogResult()
        {
            Prediction best = Classifier.Top[0];
            _logLine.Clear().Add(_fileName).Add(": ").Add(Classifier.Labels[best.ClassIndex]).Add(" ");
            _logLine.AddFixed(best.Permille, 1).Add(" %, decode ").AddMilliseconds(Classifier.DecodeMicroseconds);
            _logLine.Add(", inference ").AddMilliseconds(Classifier.InvokeMicroseconds);
            _out.Log(_board.StandIn == null ? _logLine : _logLine.Add(" on this PC"));
        }
    }
}
