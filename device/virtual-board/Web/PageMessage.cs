namespace TinyClassify.VirtualBoard.Web;

/// <summary>What a page sends.</summary>
/// <param name="Type">"button", "touch", "reset" or "camera-off".</param>
/// <param name="Down">Of the button.</param>
/// <param name="X">Of a touch, pixels from the left.</param>
internal sealed record PageMessage(string Type, bool Down = false, int X = 0);
