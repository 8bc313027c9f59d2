namespace TinyClassify.VirtualBoard.Web;

/// <summary>A file on the card.</summary>
/// <param name="Name">From the card's top folder, with slashes.</param>
/// <param name="Bytes">Its size.</param>
public sealed record CardFile(string Name, long Bytes);
