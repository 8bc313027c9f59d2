using System;
using TinyClassify.Device.Text;

namespace TinyClassify.Device.Images
{
    /// <summary>Something that went wrong, as a person reads it: what happened, what was seen, what to do.</summary>
    public sealed class Trouble
    {
        /// <summary>What happened, in a few words.</summary>
        public string Title { get; private set; } = "";

        /// <summary>What was seen and what was expected.</summary>
        public TextLine Detail { get; } = new TextLine(256);

        /// <summary>What to do.</summary>
        public string Remedy { get; private set; } = "";

        /// <summary>Looking again may help: the screen says how.</summary>
        public bool CanRetry { get; set; } = true;

        /// <summary>Describes anything.</summary>
        public void Set(string title, string detail, string remedy)
        {
            Title = title;
            Detail.Clear().Add(detail);
            Remedy = remedy;
        }

        /// <summary>Describes anything, in words of native code.</summary>
        public void Set(string title, TextLine detail, string remedy)
        {
            Title = title;
            Detail.Clear().Add(detail);
            Remedy = remedy;
        }

        /// <summary>Describes what native code answered for a picture.</summary>
        /// <param name="sentence">Engine.GetErrorText.</param>
        public void SetPicture(int status, TextLine sentence)
        {
            Detail.Clear().Add(sentence);
            switch (status)
            {
                case Status.PictureCorrupt:
                    Title = "Damaged picture";
                    Remedy = "Copy the file to the card again.";
                    break;
                case Status.PictureUnsupported:
                    Title = "Not a picture we read";
                    Remedy = "Save it as JPEG, PNG or BMP.";
                    break;
                case Status.PictureTooLarge:
                    Title = "Picture too large";
                    Remedy = "Save it smaller: 33 megapixels or less, no side over 65,535 pixels.";
                    break;
                case Status.PictureVariety:
                    Title = "Picture cannot be shown";
                    Remedy = "Save it as baseline JPEG.";
                    break;
                case Status.PictureNotRgb:
                    Title = "Picture cannot be shown";
                    Remedy = "Save it as RGB.";
                    break;
                case Status.PictureInterlaced:
                    Title = "Picture too large";
                    Remedy = "Save it without interlacing.";
                    break;
                case Status.Read:
                    Title = "File cannot be read";
                    Remedy = "Copy the file to the card again, or try another card.";
                    break;
                case Status.Cancelled:
                    Title = "Cancelled";
                    Remedy = "Press the blue button to go on.";
                    break;
                case Status.Memory:
                    Title = "File too large";
                    Remedy = "Make it smaller: the board has little memory.";
                    break;
                default:
                    Title = "Classification failed";
                    Remedy = "Reset the board. If it comes back, load the firmware anew.";
                    break;
            }
        }

        /// <summary>Describes what native code answered for a model.</summary>
        /// <param name="sentence">Engine.GetErrorText.</param>
        public void SetModel(int status, TextLine sentence)
        {
            Detail.Clear().Add(sentence);
            Title = status == Status.Memory ? "Model too large" : "Model does not open";
            Remedy = "Load firmware with a model that fits this board.";
        }

        /// <summary>Describes an exception.</summary>
        public void Set(string title, Exception e, string remedy)
        {
            // nanoFramework's own exceptions often carry no text.
            string message = e.Message;
            Set(title, message == null || message.Length == 0 ? e.GetType().Name : message, remedy);
        }
    }
}
