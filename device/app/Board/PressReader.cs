namespace TinyClassify.Device.Board
{
    /// <summary>Tells short presses from long ones, and both from the button's bouncing.</summary>
    public sealed class PressReader
    {
        /// <summary>A press that is held for so long is a long one.</summary>
        public const int LongPressMilliseconds = 700;

        // Contacts bounce for some milliseconds; nobody presses for less than 10 or twice within 30.
        private const int ShortestPressMilliseconds = 10;
        private const int RestMilliseconds = 30;

        private bool _isDown;
        private bool _wasLong;
        private int _downAt;
        private int _upAt;
        private bool _hasBeenUp;

        /// <summary>What the button's movements amount to.</summary>
        public enum Press
        {
            /// <summary>Nothing yet.</summary>
            None,

            /// <summary>The button came up after a short press.</summary>
            Short,

            /// <summary>The button has now been held for long.</summary>
            Long,
        }

        /// <summary>Takes the next input, or None for the passing of time.</summary>
        /// <param name="milliseconds">When it happened.</param>
        public Press Read(Input input, int milliseconds)
        {
            if (input == Input.ButtonDown) Down(milliseconds);
            if (input == Input.ButtonUp) return Up(milliseconds);
            if (!_isDown || _wasLong || milliseconds - _downAt < LongPressMilliseconds) return Press.None;
            _wasLong = true;
            return Press.Long;
        }

        /// <returns>Milliseconds until a held button becomes a long press, or -1 while it is not held.</returns>
        public int UntilLong(int milliseconds)
        {
            if (!_isDown || _wasLong) return -1;
            int rest = LongPressMilliseconds - (milliseconds - _downAt);
            return rest > 0 ? rest : 0;
        }

        private void Down(int milliseconds)
        {
            if (_isDown || (_hasBeenUp && milliseconds - _upAt < RestMilliseconds)) return;
            _isDown = true;
            _wasLong = false;
            _downAt = milliseconds;
        }

        private Press Up(int milliseconds)
        {
            if (!_isDown) return Press.None;
            _isDown = false;
            int held = milliseconds - _downAt;
            if (held < ShortestPressMilliseconds) return Press.None;
            _hasBeenUp = true;
            _upAt = milliseconds;
            if (_wasLong) return Press.None;
            return held < LongPressMilliseconds ? Press.Short : Press.Long;
        }
    }
}
