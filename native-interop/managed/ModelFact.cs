namespace TinyClassify.Native
{
    /// <summary>Places in the array that <see cref="Engine.DescribeModel"/> fills.</summary>
    public static class ModelFact
    {
        /// <summary>Pixels of the model's input.</summary>
        public const int InputWidth = 0;

        /// <summary>Pixels of the model's input.</summary>
        public const int InputHeight = 1;

        /// <summary>Number of classes.</summary>
        public const int ClassCount = 2;

        /// <summary>Bytes of activations and scratch at their peak.</summary>
        public const int ArenaBytes = 3;

        /// <summary>Bytes of weights and biases.</summary>
        public const int WeightBytes = 4;

        /// <summary>Thousands of multiply-accumulates of one inference.</summary>
        public const int KiloMacs = 5;

        /// <summary>Number of operators.</summary>
        public const int OperatorCount = 6;

        /// <summary>Channels of the model's input: 1 for grey, 3 for RGB.</summary>
        public const int InputChannels = 7;

        /// <summary>Values in the array.</summary>
        public const int Count = 8;
    }
}
