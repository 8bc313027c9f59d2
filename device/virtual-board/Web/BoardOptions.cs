namespace TinyClassify.VirtualBoard.Web;

/// <summary>What the served board uses.</summary>
/// <param name="CardFolder">The card; null for a working copy of the built-in one.</param>
/// <param name="ModelFile">Stands in for the model in flash.</param>
/// <param name="Port">On the loopback address; 0 for a free one.</param>
/// <param name="RelayClass">Class that the relay on pin D7 waits for; null for no relay.</param>
public sealed record BoardOptions(string? CardFolder, string ModelFile, int Port, string? RelayClass = null);
