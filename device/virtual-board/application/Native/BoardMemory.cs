namespace TinyClassify.Native
{
    /// <summary>The memory that the board's firmware gives the classifier; a test compares it with board_memory.h.</summary>
    public static class BoardMemory
    {
        /// <summary>SRAM1: a model's state and arena.</summary>
        public const int ModelMemoryBytes = 240 * 1024;

        /// <summary>SDRAM: decoding a picture.</summary>
        public const int WorkspaceBytes = 1536 * 1024;

        /// <summary>SDRAM: a model of the card, for as long as it is open.</summary>
        public const int ModelSlotBytes = 768 * 1024;

        /// <summary>SDRAM: the list of the card's pictures.</summary>
        public const int ListBytes = 768 * 1024;
    }
}
