using System.Threading;

namespace TinyClassify.Device.Board
{
    /// <summary>Carries inputs from the threads on which they happen to the application's own, with the time of each.</summary>
    /// <remarks>
    /// Holds <see cref="Capacity"/> inputs and drops the newest beyond. A change of the card is never dropped, nor is a camera's
    /// frame, nor the end of a press whose beginning was taken: the button would seem to be held.
    /// </remarks>
    public sealed class InputQueue
    {
        /// <summary>Inputs held at most.</summary>
        public const int Capacity = 32;

        private readonly object _lock = new object();
        private readonly AutoResetEvent _arrived = new AutoResetEvent(false);
        private readonly Input[] _inputs = new Input[Capacity];
        private readonly int[] _times = new int[Capacity];
        private readonly IClock _clock;
        private int _first;
        private int _count;
        private bool _cardChanged;
        private bool _frameArrived;
        private bool _downWasTaken;

        /// <param name="clock">Tells when an input happened.</param>
        public InputQueue(IClock clock)
        {
            _clock = clock;
        }

        /// <summary>Adds an input. From any thread.</summary>
        public void Post(Input input)
        {
            int now = _clock.Milliseconds;
            lock (_lock)
            {
                if (input == Input.CardChanged)
                {
                    _cardChanged = true;
                }
                else if (input == Input.FrameArrived)
                {
                    _frameArrived = true;
                }
                else if (_count < LimitOf(input))
                {
                    int last = (_first + _count) % Capacity;
                    _inputs[last] = input;
                    _times[last] = now;
                    _count++;
                    if (input == Input.ButtonDown) _downWasTaken = true;
                    if (input == Input.ButtonUp) _downWasTaken = false;
                }
            }

            _arrived.Set();
        }

        // The last place is kept for the end of a press; a press is taken only where both its ends have a place.
        private int LimitOf(Input input)
        {
            if (input == Input.ButtonUp) return _downWasTaken ? Capacity : 0;
            return input == Input.ButtonDown ? Capacity - 1 : _downWasTaken ? Capacity - 1 : Capacity;
        }

        /// <summary>Takes the oldest input; a change of the card goes before all others, a camera's frame behind them.</summary>
        /// <param name="milliseconds">When it happened.</param>
        /// <returns>The input, or None where there is none.</returns>
        public Input Take(out int milliseconds)
        {
            lock (_lock)
            {
                if (_cardChanged)
                {
                    _cardChanged = false;
                    milliseconds = _clock.Milliseconds;
                    return Input.CardChanged;
                }

                if (_count == 0)
                {
                    milliseconds = _clock.Milliseconds;
                    bool frameArrived = _frameArrived;
                    _frameArrived = false;
                    return frameArrived ? Input.FrameArrived : Input.None;
                }

                Input input = _inputs[_first];
                milliseconds = _times[_first];
                _first = (_first + 1) % Capacity;
                _count--;
                return input;
            }
        }

        /// <summary>Waits until an input is there or the time is over.</summary>
        public void Wait(int milliseconds)
        {
            lock (_lock)
            {
                if (_cardChanged || _frameArrived || _count > 0) return;
            }

            _arrived.WaitOne(milliseconds, false);
        }
    }
}
