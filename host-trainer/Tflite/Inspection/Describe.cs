using System.Globalization;

namespace TinyClassify.Tflite;

/// <summary>Short texts that the reports share.</summary>
internal static class Describe
{
    public static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    public static string Shape(TfliteTensor tensor) => tensor.Shape.Length == 0 ? "scalar" : string.Join('x', tensor.Shape);

    /// <summary>"int8, scale 0.0235, zero point -128", or the type alone.</summary>
    public static string Quantization(TfliteTensor tensor)
    {
        string type = tensor.Type.Name();
        if (tensor.Quantization is not TensorQuantization quantization)
            return type;
        if (quantization.Scales.Length > 1)
            return $"{type}, {quantization.Scales.Length} scales along axis {quantization.Axis}";
        long zeroPoint = quantization.ZeroPoints.Length > 0 ? quantization.ZeroPoints[0] : 0;
        return string.Create(CultureInfo.InvariantCulture, $"{type}, scale {quantization.Scales[0]:G6}, zero point {zeroPoint}");
    }

    /// <summary>"3x3 /2 same relu6": window, stride, padding and clamp, as far as the operator has them.</summary>
    public static string Window(TfliteSubgraph graph, TfliteOperator op)
    {
        OperatorOptions options = op.Options;
        var parts = new List<string>();
        if (options.FilterHeight is int height && options.FilterWidth is int width)
            parts.Add($"{height}x{width}");
        else if (options.StrideHeight is not null && op.Inputs.Length > 1 && op.Inputs[1] >= 0
            && graph.Tensors[op.Inputs[1]].Shape is { Length: 4 } weights)
            parts.Add($"{weights[1]}x{weights[2]}");
        if (options.StrideHeight is int down && options.StrideWidth is int right && (down != 1 || right != 1))
            parts.Add(down == right ? $"/{down}" : $"/{down},{right}");
        if (options.DilationHeight is int rows && options.DilationWidth is int columns && (rows != 1 || columns != 1))
            parts.Add($"dilated {rows},{columns}");
        if (options.Padding is int padding)
            parts.Add(padding switch { 0 => "same", 1 => "valid", _ => $"padding {padding}" });
        if (options.Activation is int activation && activation != 0)
            parts.Add(activation switch
            {
                1 => "relu",
                2 => "relu1",
                3 => "relu6",
                4 => "tanh",
                _ => $"activation {activation}"
            });
        return string.Join(' ', parts);
    }

    /// <summary>Replaces what would break a line or hide text.</summary>
    public static string Printable(string text) => string.Concat(text.Select(c => char.IsControl(c) ? '?' : c));
}
