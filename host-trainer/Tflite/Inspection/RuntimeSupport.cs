using System.Collections.Immutable;

namespace TinyClassify.Tflite;

/// <summary>Whether a runtime takes a file, as far as the file itself tells.</summary>
/// <param name="Runtime">Name of the runtime.</param>
/// <param name="Obstacle">Why it does not; null where nothing speaks against it.</param>
public sealed record RuntimeSupport(string Runtime, string? Obstacle)
{
    // The engine's own answer counts; the list colours a drawing and tells whether removing the first obstacle would help.
    private static readonly ImmutableHashSet<string> s_engine =
    [
        .. OperatorSignature.Supported.Select(b => OperatorNames.Of(b, "")), "CONCATENATION", "HARD_SWISH", "LEAKY_RELU",
        "LOGISTIC", "LOG_SOFTMAX", "MEAN", "MUL", "QUANTIZE", "RELU", "RELU6", "RELU_N1_TO_1", "RSQRT", "SPLIT",
        "SQUARED_DIFFERENCE", "STRIDED_SLICE", "SUB",
    ];

    // Operators with a kernel in TensorFlow Lite for Microcontrollers; whether it takes the types is the kernel's affair.
    private static readonly ImmutableHashSet<string> s_micro = ImmutableHashSet.Create(
        StringComparer.Ordinal,
        "ABS", "ADD", "ADD_N", "ARG_MAX", "ARG_MIN", "ASSIGN_VARIABLE", "AVERAGE_POOL_2D", "BATCH_MATMUL", "BATCH_TO_SPACE_ND",
        "BROADCAST_ARGS", "BROADCAST_TO", "CALL_ONCE", "CAST", "CEIL", "CONCATENATION", "CONV_2D", "COS", "CUMSUM",
        "DEPTHWISE_CONV_2D", "DEPTH_TO_SPACE", "DEQUANTIZE", "DIV", "ELU", "EMBEDDING_LOOKUP", "EQUAL", "EXP", "EXPAND_DIMS",
        "FILL",
        "FLOOR", "FLOOR_DIV", "FLOOR_MOD", "FULLY_CONNECTED", "GATHER", "GATHER_ND", "GREATER", "GREATER_EQUAL", "HARD_SWISH",
        "IF",
        "L2_NORMALIZATION", "L2_POOL_2D", "LEAKY_RELU", "LESS", "LESS_EQUAL", "LOG", "LOGICAL_AND", "LOGICAL_NOT", "LOGICAL_OR",
        "LOGISTIC", "LOG_SOFTMAX", "MAXIMUM", "MAX_POOL_2D", "MEAN", "MINIMUM", "MIRROR_PAD", "MUL", "NEG", "NOT_EQUAL", "PACK",
        "PAD",
        "PADV2", "PRELU", "QUANTIZE", "READ_VARIABLE", "REDUCE_MAX", "RELU", "RELU6", "RESHAPE", "RESIZE_BILINEAR",
        "RESIZE_NEAREST_NEIGHBOR", "ROUND", "RSQRT", "SELECT_V2", "SHAPE", "SIN", "SLICE", "SOFTMAX", "SPACE_TO_BATCH_ND",
        "SPACE_TO_DEPTH", "SPLIT", "SPLIT_V", "SQRT", "SQUARE", "SQUARED_DIFFERENCE", "SQUEEZE", "STRIDED_SLICE", "SUB", "SUM",
        "SVDF",
        "TANH", "TRANSPOSE", "TRANSPOSE_CONV", "UNIDIRECTIONAL_SEQUENCE_LSTM", "UNPACK", "VAR_HANDLE", "WHILE", "ZEROS_LIKE");

    /// <summary>The verdicts for TinyClassify, TensorFlow Lite for Microcontrollers and LiteRT.</summary>
    public static ImmutableArray<RuntimeSupport> Of(TfliteModel model)
    {
        string[] names = [.. model.Subgraphs.SelectMany(g => g.Operators).Select(o => o.Name).Distinct()];
        return
        [
            new("TinyClassify", EngineObstacle(model, Missing(names.Except(s_engine)))),
            new("TFLite Micro", Missing(names.Where(n => !s_micro.Contains(n)))),
            new("LiteRT", Missing(names.Where(n => n.StartsWith("CUSTOM", StringComparison.Ordinal) || n.Contains(' ')))),
        ];
    }

    /// <summary>Whether our engine has a kernel of that name; whether it takes the operator's types and options is another
    /// matter.</summary>
    internal static bool HasEngineKernel(string name) => s_engine.Contains(name);

    private static string? Missing(IEnumerable<string> names)
    {
        string list = string.Join(", ", names);
        return list.Length == 0 ? null : $"no kernel for {list}";
    }

    private static string? EngineObstacle(TfliteModel model, string? missing) =>
        EngineVerdict.Obstacle(model.File.Span) is not string obstacle ? null
        : missing is null ? $"the engine {obstacle}" : $"the engine {obstacle.TrimEnd('.')}; {missing}";
}
