namespace TinyClassify.VirtualBoard.Demo;

/// <summary>What a headless run uses.</summary>
/// <param name="CardFolder">Pictures.</param>
/// <param name="OutFolder">Receives one PNG a screen.</param>
/// <param name="ModelFile">Stands in for the model in flash.</param>
/// <param name="WriteResults">The application may append to results.csv on the card.</param>
/// <param name="JsonFile">Receives every picture's classes and scores; null for none.</param>
/// <param name="RelayClass">Class that the relay on pin D7 waits for; null for no relay.</param>
public sealed record DemoOptions(
    string CardFolder, string OutFolder, string ModelFile, bool WriteResults, string? JsonFile = null, string? RelayClass = null);
