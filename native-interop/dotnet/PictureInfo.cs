namespace TinyClassify.Runtime;

/// <summary>What a picture's header says.</summary>
/// <param name="Format">JPEG, PNG or BMP.</param>
/// <param name="Width">Pixels, upright (a photograph's orientation is followed).</param>
/// <param name="Height">Pixels, upright.</param>
/// <param name="WorkspaceBytes">Workspace that is enough to decode it at its own size or smaller; saturates at 2^32 - 1.</param>
public readonly record struct PictureInfo(PictureFormat Format, int Width, int Height, long WorkspaceBytes);
