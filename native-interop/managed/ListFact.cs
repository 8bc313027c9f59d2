namespace TinyClassify.Native
{
    /// <summary>Places in the array that <see cref="MemoryCard.GetListFacts"/> fills.</summary>
    public static class ListFact
    {
        /// <summary>Pictures in the list.</summary>
        public const int Pictures = 0;

        /// <summary>Pictures that were found and that the list does not hold: they come behind those it holds. A folder that lies
        /// too deep counts as one.</summary>
        public const int LeftOut = 1;

        /// <summary>Files and folders that were looked at so far.</summary>
        public const int Entries = 2;

        /// <summary>Values in the array.</summary>
        public const int Count = 3;
    }
}
