using TinyClassify.Device.Text;
using TinyClassify.Naming;
using TinyClassify.Native;

namespace TinyClassify.Device.Images
{
    /// <summary>results.csv on the card: one line a picture, only ever appended to.</summary>
    /// <remarks>
    /// The file is opened, written at its end and closed for each line, so that a card may be pulled at any moment; on a full
    /// card nothing is written. A line that was cut short stays as it is and is ended before the next one: no line that stood
    /// there is ever written over. Cards go from the board to a PC's virtual board and back: each line tells whose time its times
    /// are, but in a file that began without that column.
    /// </remarks>
    public sealed class ResultsFile
    {
        /// <summary>The file's name.</summary>
        public const string FileName = "results.csv";

        private const string Header =
            "file,true_class,class_1,percent_1,class_2,percent_2,class_3,percent_3,decode_ms,inference_ms,timed_on\r\n";

        private readonly TextLine _line = new TextLine(1024);
        private readonly byte[] _begin = new byte[Header.Length];
        private readonly byte[] _last = new byte[1];
        private readonly TextLine _field = new TextLine(300);

        /// <summary>Appends a picture's result.</summary>
        /// <param name="timedOn">The machine whose times they are.</param>
        /// <returns>0 or a status of the card.</returns>
        public int Append(Card card, string path, int trueClass, Classifier classifier, string timedOn)
        {
            _line.Clear();
            bool tellsMachine = true;
            int length = card.Size(FileName);
            if (length == MemoryCard.NotFound || length == 0)
            {
                _line.Add(Header);
            }
            else if (length < 0)
            {
                return length;
            }
            else
            {
                int status = card.Read(FileName, length - 1, _last, 1);
                if (status < 0) return status;
                if (_last[0] != '\n') _line.Add("\r\n");
                status = card.Read(FileName, 0, _begin, _begin.Length);
                if (status < 0) return status;
                tellsMachine = status == _begin.Length && BeginsWithHeader();
            }

            Write(path, trueClass, classifier);
            if (tellsMachine) _line.Add(",").Add(timedOn);
            _line.Add("\r\n");
            return card.Append(FileName, _line);
        }

        private bool BeginsWithHeader()
        {
            for (int i = 0; i < Header.Length; i++)
            {
                if (_begin[i] != Header[i]) return false;
            }

            return true;
        }

        private void Write(string path, int trueClass, Classifier classifier)
        {
            // A character takes three bytes at most, and a quote is doubled; the rest of a line takes less than 300.
            int bytes = _line.Length + 300 + 6 * path.Length;
            if (trueClass != TrueClass.Unknown) bytes += 2 * classifier.Labels[trueClass].Length;
            for (int i = 0; i < classifier.TopCount; i++) bytes += 2 * classifier.Labels[classifier.Top[i].ClassIndex].Length;
            _line.Reserve(bytes);
            AddField(_field.Clear().Reserve(3 * path.Length).Add(path));
            _line.Add(",");
            if (trueClass != TrueClass.Unknown) AddField(classifier.Labels[trueClass]);
            for (int i = 0; i < 3; i++)
            {
                _line.Add(",");
                if (i < classifier.TopCount) AddField(classifier.Labels[classifier.Top[i].ClassIndex]);
                _line.Add(",");
                if (i < classifier.TopCount) _line.AddFixed(classifier.Top[i].Permille, 1);
            }

            _line.Add(",").AddFixed(classifier.DecodeMicroseconds, 3);
            _line.Add(",").AddFixed(classifier.InvokeMicroseconds, 3);
        }

        // RFC 4180: quotes around what holds a comma, a quote or a line's end, and quotes doubled.
        private void AddField(TextLine text)
        {
            bool plain = true;
            for (int i = 0; i < text.Length; i++)
            {
                byte c = text.Bytes[i];
                plain = plain && c != ',' && c != '"' && c != '\n' && c != '\r';
            }

            if (plain)
            {
                _line.Add(text);
                return;
            }

            _line.Add("\"");
            for (int i = 0; i < text.Length; i++)
            {
                if (text.Bytes[i] == '"') _line.Add("\"");
                _line.Add(text.Bytes, i, 1);
            }

            _line.Add("\"");
        }
    }
}
