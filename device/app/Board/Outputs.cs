using System;
using TinyClassify.Device.Text;

namespace TinyClassify.Device.Board
{
    /// <summary>What the application sends out. None of it ever throws: a broken light or display must not end the
    /// work.</summary>
    public sealed class Outputs : IDisplay
    {
        private readonly BoardParts _board;
        private readonly TextLine _line = new TextLine(512);
        private readonly Result _result = new Result();
        private bool _resultStands;
        private bool _displayFailed;

        /// <param name="board">The parts, all set.</param>
        public Outputs(BoardParts board)
        {
            _board = board;
        }

        /// <inheritdoc/>
        public int Width => _board.Display.Width;

        /// <inheritdoc/>
        public int Height => _board.Display.Height;

        /// <summary>Free bytes of the managed heap, or -1 where nobody can tell.</summary>
        public int FreeBytes
        {
            get
            {
                try
                {
                    return _board.Memory.FreeBytes;
                }
                catch (Exception)
                {
                    return -1;
                }
            }
        }

        /// <summary>The object for the next <see cref="ShowResult"/>.</summary>
        public Result Result => _result;

        /// <inheritdoc/>
        public void Show(ushort[] frame)
        {
            try
            {
                _board.Display.Show(frame);
                _displayFailed = false;
            }
            catch (Exception e)
            {
                // Once until it works again: it is asked several times a second.
                if (!_displayFailed) Log("display", e);
                _displayFailed = true;
            }
        }

        /// <summary>Switches the light.</summary>
        public void Light(bool on)
        {
            try
            {
                _board.Led.Set(on);
            }
            catch (Exception)
            {
                // A light that does not work says so itself.
            }
        }

        /// <summary>Writes a line to the serial output.</summary>
        public void Log(TextLine line)
        {
            try
            {
                _board.Log.Write(line);
            }
            catch (Exception)
            {
                // Nobody is left to be told.
            }
        }

        /// <summary>Writes a line to the serial output.</summary>
        public void Log(string line)
        {
            Log(_line.Clear().Add(line));
        }

        /// <summary>Writes what something threw to the serial output.</summary>
        public void Log(string what, Exception e)
        {
            Log(_line.Clear().Add(what).Add(": ").Add(e.GetType().Name).Add(" ").Add(e.Message ?? ""));
        }

        /// <summary>Hands <see cref="Result"/> to the listeners.</summary>
        public void ShowResult()
        {
            _resultStands = true;
            foreach (IResultListener listener in _board.Listeners)
            {
                try
                {
                    listener.OnResult(_result);
                }
                catch (Exception e)
                {
                    Log("listener", e);
                }
            }
        }

        /// <summary>Tells the listeners that the last result is over, once.</summary>
        public void EndResult()
        {
            if (!_resultStands) return;
            _resultStands = false;
            foreach (IResultListener listener in _board.Listeners)
            {
                try
                {
                    listener.OnResultOver();
                }
                catch (Exception e)
                {
                    Log("listener", e);
                }
            }
        }
    }
}
