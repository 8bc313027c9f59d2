using TinyClassify.Device.Ui;
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

        /// <summary>The model's name, or what stands for it.</summary>
        public TextLine Name { get; } = new TextLine(96);

        /// <summary>The last error as native code tells it.</summary>
        public TextLine ErrorText { get; } = new TextLine(192);

        /// <summary>A name for each class.</summary>
        public TextLine[] Labels => _labels;

        /// <summary>The model carries class names, so that a file's name can tell the true class.</summary>
        public bool HasLabels { get; private set; }

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

        /// <summary>Opens the model that was loaded from the card.</summary>
        /// <returns>0 or a Status; then no model is open, and ErrorText tells more.</returns>
        public int OpenLoaded()
        {
            IsFromCard = true;
            return Describe(Engine.OpenModelFile());
        }

        /// <summary>Classifies the picture that was loaded.</summary>
        /// <param name="preview">Receives RGB565 [height, width].</param>
        /// <returns>0 or a Status; then ErrorText tells more.</returns>
        public int Classify(ushort[] preview, int width, int height)
        {
            int status = Engine.ClassifyPicture(preview, width, height, _results);
            if (status < 0)
            {
                ReadError();
                return status;
            }

            for (int i = 0; i < TopCount; i++)
            {
                int at = PictureFact.First + i * PictureFact.Stride;
                _top[i].ClassIndex = _results[at];
                _top[i].Permille = _results[at + 1];
                _top[i].Score = _results[at + 2];
            }

            return Status.Ok;
        }

        /// <summary>Fetches the sentence of the last error.</summary>
        public void ReadError()
        {
            ErrorText.Length = Engine.GetErrorText(ErrorText.Bytes);
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
            HasLabels = true;
            for (int i = 0; i < _labels.Length; i++)
            {
                _labels[i] = new TextLine(32);
                _labels[i].Length = Engine.GetLabel(i, _labels[i].Bytes);
                if (_labels[i].Length > 0) continue;
                HasLabels = false;
                _labels[i].Add("class ").Add(i);
            }

            return Status.Ok;
        }
    }
}
