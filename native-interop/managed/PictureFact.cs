namespace TinyClassify.Native
{
    /// <summary>Places in the array that <see cref="Engine.ContinuePicture"/> fills.</summary>
    public static class PictureFact
    {
        /// <summary>Microseconds from encoded bytes to the model's input and the preview.</summary>
        public const int DecodeMicroseconds = 0;

        /// <summary>Microseconds from input to scores.</summary>
        public const int InvokeMicroseconds = 1;

        /// <summary>Classes that follow, best first: <see cref="TopCount"/>, or fewer where the model has fewer.</summary>
        public const int Classes = 2;

        /// <summary>First class: index, probability in thousandths, output byte; then the second class.</summary>
        public const int First = 3;

        /// <summary>Values a class takes.</summary>
        public const int Stride = 3;

        /// <summary>Classes at most.</summary>
        public const int TopCount = 3;

        /// <summary>Values in the array.</summary>
        public const int Count = First + TopCount * Stride;
    }
}
