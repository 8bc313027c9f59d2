using TinyClassify.Device.Board;
using TinyClassify.Device.Images;
using TinyClassify.Device.Ui;
using TinyClassify.Naming;

namespace TinyClassify.Device
{
    /// <content>A camera: its frames are classified and shown as they come, whatever the card does; then the card is looked at
    /// anew.</content>
    public sealed partial class Application
    {
        private readonly Frame _frame = new Frame();

        private void LookAtCamera()
        {
            ICamera camera = _board.Camera;
            if (!_modelIsOpen || camera == null) return;
            if (!camera.Take(_frame))
            {
                if (State == AppState.Live && !camera.IsOn) LeaveCamera();
                return;
            }

            int status = Classifier.Classify(_frame, _preview, Layout.PictureSide, Layout.PictureSide);
            bool isNew = State != AppState.Live;
            State = AppState.Live;
            if (isNew) BeginCamera();
            if (status < 0) ShowFrameTrouble(status);
            else ShowFrame();
        }

        private void BeginCamera()
        {
            _out.Log("camera: on");
            _out.Light(true);
            _slideSeconds = 0;
            _path = "";
            PictureIndex = -1;
            TrueClassIndex = TrueClass.Unknown;
            ResultsFailed = false;
            _fileName.Clear().Add("Camera");
        }

        private void LeaveCamera()
        {
            _out.Log("camera: off");
            State = AppState.Ready;
            if (_card.IsIn) EnterCard();
            else WaitForCard(false);
        }

        private void ShowFrame()
        {
            TellListeners();
            ShowResult();
        }

        private void ShowFrameTrouble(int status)
        {
            Trouble.SetPicture(status, Classifier.ErrorText);
            ShowTrouble(MessageScreen.PictureSign);
        }
    }
}
