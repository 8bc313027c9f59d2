using System.IO;
using TinyClassify.Device.Board;
using TinyClassify.Device.Ui;

namespace TinyClassify.Device.Images
{
    /// <summary>results.csv on the card: one line a picture, only ever appended to.</summary>
    /// <remarks>
    /// The file is opened, written at its end and closed for each line, so that a card may be pulled at any moment. A line that was
    /// cut short by that stays as it is and is ended before the next one: no line that stood there is ever written over.
    /// </remarks>
    public sealed class ResultsFile
    {
        /// <summary>The file's name.</summary>
        public const string FileName = "results.csv";

        private const string Header =
            "file,true_class,class_1,percent_1,class_2,percent_2,class_3,percent_3,decode_ms,inference_ms\r\n";

        private readonly TextLine _line = new TextLine(1024);
        private readonly TextLine _field = new TextLine(300);

        /// <summary>Appends a picture's result. Throws an IOException where the card fails.</summary>
        /// <param name="path">Full path of the picture; it is written from the card's top folder on.</param>
        public void Append(ICard card, string path, int trueClass, Classifier classifier)
        {
            _line.Clear();
            using (Stream stream = card.OpenWrite(FileName))
            {
                long length = stream.Length;
                if (length == 0)
                {
                    _line.Add(Header);
                }
                else
                {
                    stream.Seek(length - 1, SeekOrigin.Begin);
                    if (stream.ReadByte() != '\n') _line.Add("\r\n");
                    stream.Seek(length, SeekOrigin.Begin);
                }

                Write(path, card.Root.Length, trueClass, classifier);
                stream.Write(_line.Bytes, 0, _line.Length);
                stream.Flush();
            }
        }

        private void Write(string path, int rootLength, int trueClass, Classifier classifier)
        {
            int start = rootLength;
            if (path[start] == '/' || path[start] == '\\') start++;

            // The end of a path says more than its beginning; 100 characters are 300 bytes at most, so that the rest has its place.
            if (path.Length - start > 100) start = path.Length - 100;
            AddField(_field.Clear().Add(path, start));
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
            _line.Add(",").AddFixed(classifier.InvokeMicroseconds, 3).Add("\r\n");
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
