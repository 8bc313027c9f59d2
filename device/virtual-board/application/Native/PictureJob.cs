using System;
using System.IO;
using System.Threading;
using TinyClassify.Runtime;

namespace TinyClassify.Native
{
    /// <summary>A picture that is classified in turns with the caller, never at the same time, as on the board: there a pause
    /// comes every quarter of a second, here after as many pixels as the board decodes in it, so that every run pauses
    /// alike.</summary>
    internal sealed class PictureJob : IDisposable
    {
        private const long PixelsAtOnce = 350000;

        private readonly SemaphoreSlim _go = new SemaphoreSlim(0);
        private readonly SemaphoreSlim _paused = new SemaphoreSlim(0);
        private readonly ClassifierModel _model;
        private readonly Stream _file;
        private readonly ushort[] _preview;
        private readonly int _width;
        private readonly int _height;
        private long _pauseAt;
        private long _bytesAtOnce = long.MaxValue;
        private Thread _thread;
        private bool _ended;
        private bool _cancelled;

        public PictureJob(ClassifierModel model, Stream file, int width, int height)
        {
            _model = model;
            _file = file;
            _width = width;
            _height = height;
            _preview = new ushort[width * height];
        }

        /// <summary>What ended it, or null.</summary>
        public Exception Failure { get; private set; }

        /// <summary>How long it took; valid once it is done.</summary>
        public PictureTimes Times { get; private set; }

        /// <summary>RGB565 [height, width]; valid once it is done.</summary>
        public ReadOnlySpan<ushort> Preview => _preview;

        /// <summary>Thousandths of the file that were read, 1 at least.</summary>
        public int Permille => (int)Math.Clamp(1000 * _file.Position / Math.Max(1, _file.Length), 1, 1000);

        /// <returns>It goes on; false once it is done or has failed.</returns>
        public bool Continue()
        {
            if (_thread == null)
            {
                _thread = new Thread(Run);
                _thread.IsBackground = true;
                _thread.Start();
            }

            _go.Release();
            _paused.Wait();
            return !_ended;
        }

        /// <summary>Gives it up and closes the file.</summary>
        public void Dispose()
        {
            _cancelled = true;
            if (_thread != null && !_ended) Continue();
            _file.Dispose();
        }

        private void Run()
        {
            _go.Wait();
            try
            {
                FindPauses();
                Times = _model.ClassifyPicture(_file, _preview, _width, _height, Proceed);
            }
            catch (Exception e) when (e is TinyClassifyException || e is IOException || e is UnauthorizedAccessException)
            {
                Failure = e;
            }

            _ended = true;
            _paused.Release();
        }

        private void FindPauses()
        {
            try
            {
                PictureInfo info = PictureDecoder.Probe(_file);
                _bytesAtOnce = Math.Max(1, _file.Length * PixelsAtOnce / Math.Max(1, (long)info.Width * info.Height));
            }
            catch (TinyClassifyException)
            {
                // It will be told when it is decoded.
            }

            _file.Seek(0, SeekOrigin.Begin);
            _pauseAt = _bytesAtOnce;
        }

        private bool Proceed()
        {
            if (_cancelled) return false;
            if (_file.Position < _pauseAt) return true;
            _pauseAt = _file.Position + _bytesAtOnce;
            _paused.Release();
            _go.Wait();
            return !_cancelled;
        }
    }
}
