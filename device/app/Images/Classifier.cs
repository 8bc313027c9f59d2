using TinyClassify.Device.Board;
using TinyClassify.Device.Text;
using TinyClassify.Native;

namespace TinyClassify.Device.Images
{
    /// <summary>The open model: what it is, its labels, and the last picture's result.</summary>
    public sealed class Classifier
    {
        private readonly int[] _facts = new int[ModelFact.Count];
        private readonly int[] _results = new int[PictureFact.Count];
        private readonly Prediction[] _top = new Prediction[PictureFact.TopCount];
        private TextLine[] _labels = new TextLine[0];
        private string[] _names = new string[0];
        private byte[] _text = new byte[64];

        /// <summary>The model's name, or what stands for it.</summary>
        public TextLine Name { get; } = new TextLine(96);

        /// <summary>The last error as native code tells it.</summary>
        public TextLine ErrorText { get; } = new TextLine(192);

        /// <summary>A name for each class.</summary>
        public TextLine[] Labels => _labels;

        /// <summary>The same as text; empty where the model names no class.</summary>
        public string[] ClassNames => _names;

        /// <summary>The model in use came from the card.</summary>
        public bool IsFromCard { get; private set; }

        /// <summary>Best classes of the last picture, the first <see cref="TopCount"/> of them valid.</summary>
        public Prediction[] Top => _top;

        /// <summary>Valid entries of <see cref="Top"/>.</summary>
        public int TopCount => _results[PictureFact.Classes];

        /// <summary>Of the last picture.</summary>
        public int DecodeMicroseconds => _results[PictureFact.DecodeMicroseconds];

        /// <summary>Of the last picture.</summary>
        public int InvokeMicroseconds => _results[PictureFact.InvokeMicroseconds];

        /// <summary>One of <see cref="ModelFact"/>.</summary>
        public int Fact(int place)
        {
            return _facts[place];
        }

        /// <summary>Opens the model of the firmware.</summary>
        /// <returns>0 or a Status; then ErrorText tells more.</returns>
        public int OpenBuiltIn()
        {
            IsFromCard = false;
            return Describe(Engine.OpenBuiltInModel());
        }

        /// <summary>Opens a model of the card.</summary>
        /// <returns>0 or a status; then no model is open, and ErrorText tells more.</returns>
        public int OpenFrom(Card card, string path)
        {
            IsFromCard = true;
            return Describe(card.LoadModel(path));
        }

        /// <summary>Opens a picture of the card.</summary>
        /// <returns>0 or a status; then ErrorText tells more.</returns>
        public int Begin(Card card, string path, int previewWidth, int previewHeight)
        {
            int status = card.BeginPicture(path, previewWidth, previewHeight);
            if (status < 0) ReadError();
            return status;
        }

        /// <summary>Goes on decoding and classifying the picture, for a quarter of a second.</summary>
        /// <param name="preview">Receives RGB565 [height, width] once it is done.</param>
        /// <returns>0: done. 1 to 1000: so many thousandths are read. Else a status, and ErrorText tells more.</returns>
        public int Continue(ushort[] preview)
        {
            int status = Engine.ContinuePicture(preview, _results);
            if (status < 0) ReadError();
            if (status == Status.Ok) ReadTop();
            return status;
        }

        /// <summary>Classifies a camera's frame; a picture that was begun is given up.</summary>
        /// <param name="preview">Receives RGB565 [height, width].</param>
        /// <returns>0 or a status; then ErrorText tells more.</returns>
        public int Classify(Frame frame, ushort[] preview, int previewWidth, int previewHeight)
        {
            int status = Engine.ClassifyFrame(
                frame.Pixels, frame.Format, frame.Width, frame.Height, frame.Stride, preview, previewWidth, previewHeight,
                _results);
            if (status < 0) ReadError();
            else ReadTop();
            return status;
        }

        /// <summary>Gives the picture up.</summary>
        public void Cancel()
        {
            Engine.CancelPicture();
        }

        /// <summary>Fetches the sentence of the last error.</summary>
        public void ReadError()
        {
            ErrorText.Length = Engine.GetErrorText(ErrorText.Bytes);
        }

        private void ReadTop()
        {
            for (int i = 0; i < TopCount; i++)
            {
                int at = PictureFact.First + i * PictureFact.Stride;
                _top[i].ClassIndex = _results[at];
                _top[i].Permille = _results[at + 1];
                _top[i].Score = _results[at + 2];
            }
        }

        private int Describe(int status)
        {
            if (status == Status.Ok) status = Engine.DescribeModel(_facts);
            if (status < 0)
            {
                ReadError();
                return status;
            }

            Name.Length = Engine.GetModelName(Name.Bytes);
            if (Name.Length == 0) Name.Add("Model without a name");
            _labels = new TextLine[_facts[ModelFact.ClassCount]];
            _names = new string[_labels.Length];
            for (int i = 0; i < _labels.Length; i++) ReadLabel(i);
            return Status.Ok;
        }

        private void ReadLabel(int index)
        {
            int length = Engine.GetLabel(index, _text);
            while (length == _text.Length)
            {
                // It may have been cut to the array.
                _text = new byte[length * 2];
                length = Engine.GetLabel(index, _text);
            }

            if (length > 0)
            {
                _labels[index] = new TextLine(length).Add(_text, 0, length);
                _names[index] = _labels[index].ToString();
            }
            else
            {
                _labels[index] = new TextLine(20).Add("class ").Add(index);
                _names[index] = "";
            }
        }
    }
}
