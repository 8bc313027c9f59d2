namespace TinyClassify.VirtualBoard;

/// <summary>What the commands return.</summary>
public static class ExitCode
{
    /// <summary>Everything was done.</summary>
    public const int Success = 0;

    /// <summary>The run ended, but pictures could not be classified; each has its line.</summary>
    public const int PicturesFailed = 1;

    /// <summary>It could not be done: wrong arguments, a folder or file that is missing or cannot be read or written, or a model
    /// that does not open.</summary>
    public const int NotDone = 2;

    /// <summary>The card holds no pictures.</summary>
    public const int EmptyCard = 3;
}
