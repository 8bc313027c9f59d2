using TinyClassify.Native;
using TinyClassify.Runtime;

namespace TinyClassify.VirtualBoard.Web;

/// <summary>What the model in use takes of the board, and what time it would take there.</summary>
internal static class MemoryPanel
{
    public static object Read()
    {
        var file = Engine.OpenFile;
        var isBuiltIn = file.AsSpan().SequenceEqual(Firmware.Model);
        try
        {
            using var model = ClassifierModel.Open(file, Rounding.Double, Firmware.Kernels);
            return new
            {
                name = model.Name,
                rows = new[]
                {
                    isBuiltIn ? Row("Model in flash", file.Length, 0)
                        : Row("Model slot in SDRAM", file.Length, BoardMemory.ModelSlotBytes),
                    Row("Model memory in SRAM1", model.Requirements.MemoryBytes, BoardMemory.ModelMemoryBytes),
                    Row("of it activations (arena)", model.ArenaBytes, 0),
                    Row("Picture workspace in SDRAM", BoardMemory.WorkspaceBytes, 0),
                    Row("List of pictures in SDRAM", BoardMemory.ListBytes, 0),
                },
                macs = model.Macs,
                operators = model.Operators.Count,
                estimate = BoardEstimate.Read(file, RepositoryPaths.Cost),
            };
        }
        catch (TinyClassifyException e)
        {
            return new
            {
                name = e.Message, rows = Array.Empty<object>(), macs = 0L, operators = 0,
                estimate = (BoardEstimate?)null
            };
        }
    }

    private static object Row(string name, long bytes, long of) => new { name, bytes, of };
}
