using TinyClassify.Tflite.Format;

namespace TinyClassify.Tflite;

/// <summary>An operator of an <see cref="EditableGraph"/>.</summary>
internal sealed class EditableOperator
{
    public required BuiltinOperator Code { get; init; }

    /// <summary>As <see cref="TfliteOperator.Name"/>.</summary>
    public string Name { get; init; } = "";

    /// <summary>Operator version; the lowest for int8 where a rewrite made the operator.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Activations and constants; null where an optional input is left out.</summary>
    public required List<EditableTensor?> Inputs { get; init; }

    public required List<EditableTensor> Outputs { get; init; }

    public OperatorOptions Options { get; init; } = OperatorOptions.None;

    /// <summary>The first input.</summary>
    public EditableTensor Input => Inputs.Count > 0 && Inputs[0] is EditableTensor first
        ? first : throw new NotSupportedException($"{Name} has no first input.");

    /// <summary>The first output.</summary>
    public EditableTensor Output => Outputs.Count > 0 ? Outputs[0] : throw new NotSupportedException($"{Name} has no output.");

    /// <summary>The inputs that are not constants.</summary>
    public IEnumerable<EditableTensor> Activations => Inputs.OfType<EditableTensor>().Where(t => !t.IsConstant);

    /// <summary>The input at a place, or null where it is left out.</summary>
    public EditableTensor? At(int place) => place < Inputs.Count ? Inputs[place] : null;

    public static EditableOperator Make(
        BuiltinOperator code, OperatorOptions options, EditableTensor output, params EditableTensor?[] inputs) => new()
        {
            Code = code, Name = OperatorNames.Of(code, ""), Options = options, Inputs = [.. inputs], Outputs = [output],
            Version = OperatorSignature.LowestInt8Version(code),
        };

    /// <summary>The same bytes under the output's shape.</summary>
    public static EditableOperator Reshape(EditableTensor input, EditableTensor output) => Make(
        BuiltinOperator.RESHAPE, new OperatorOptions { NewShape = [.. output.Shape] }, output, input,
        EditableTensor.Of(output.Name + "/shape", [output.Shape.Length], output.Shape));

    public override string ToString() => $"{Name} that makes {Outputs.FirstOrDefault()}";
}
