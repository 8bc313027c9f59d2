using TinyClassify.Tflite;
using TinyClassify.Tflite.Format;

namespace TinyClassify.Preparation;

/// <summary>One way to say the same with operators that the engine has, or with fewer of them.</summary>
internal abstract class Rewrite
{
    /// <summary>What it does, for the report: "PAD into the convolution's padding".</summary>
    public abstract string Name { get; }

    /// <summary>Whether it needs no proof by trial, because it computed the very constants or only drops what nobody
    /// reads.</summary>
    public virtual bool IsEvident => false;

    /// <summary>The replacement at one operator; null where the rewrite does not apply.</summary>
    public abstract Replacement? At(EditableGraph graph, EditableOperator op);

    private protected static Replacement Instead(EditableOperator op, params EditableOperator[] by) =>
        new([op], by, op.Output, by[^1].Output);

    /// <summary>An activation that only one operator reads and another one makes; null otherwise.</summary>
    private protected static EditableOperator? OnlyWriter(EditableGraph graph, EditableTensor tensor, BuiltinOperator code) =>
        graph.Writer(tensor) is EditableOperator writer && writer.Code == code
        && graph.OnlyReader(tensor) is not null ? writer : null;
}
