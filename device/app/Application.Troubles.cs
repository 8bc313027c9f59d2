using System;
using TinyClassify.Device.Images;
using TinyClassify.Device.Ui;

namespace TinyClassify.Device
{
    /// <content>What went wrong, as a screen.</content>
    public sealed partial class Application
    {
        private void ShowCardFailure(int status)
        {
            Pictures.Clear();
            if (!_card.IsIn)
            {
                WaitForCard(_resumePath != null);
                return;
            }

            State = AppState.CardTrouble;
            Trouble.Set("Card cannot be read", _card.Tell(status), "Format it as FAT32, or try another card.");
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

        // The last resort of Start and Handle: whatever breaks while it shows what broke, the next input finds a state to go on
        // from.
        private void ShowUnexpected(Exception e)
        {
            try
            {
                State = Pictures.Count > 0 && PictureIndex >= 0 ? AppState.PictureTrouble : AppState.CardTrouble;
                Trouble.Set("Unexpected error", e, "Press the blue button to go on, the black one to start anew.");
                ShowTrouble(MessageScreen.WarningSign);
            }
            catch (Exception second)
            {
                _out.Log("unexpected", second);
            }
        }

        private void ShowTrouble(string sign)
        {
            _out.EndResult();
            _logLine.Clear();
            if (State == AppState.PictureTrouble) _logLine.Add(_fileName).Add(": ");
            _out.Log(_logLine.Add(Trouble.Title).Add(": ").Add(Trouble.Detail));
            DrawTrouble(sign);
            _out.Light(false);
        }

        private void DrawTrouble(string sign)
        {
            _screens.ShowTrouble(sign, State, Trouble, _fileName, Pictures, PictureIndex, IsSlideshow);
        }
    }
}
