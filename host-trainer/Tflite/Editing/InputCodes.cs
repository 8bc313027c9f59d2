namespace TinyClassify.Tflite;

/// <summary>What the codes of the input that a file was given with become before they go into the network: arithmetic with
/// constants at the input is computed beforehand, and a picture's bytes go through one table in its place.</summary>
/// <param name="Given">The grid that the input had.</param>
/// <param name="Map">int8 [channels, 256]: what the codes -128 to 127 of each channel become; one row where all channels are
/// alike.</param>
/// <param name="Factors">Of each row, or one for all: real value of the input = factor * real value of what was given +
/// offset.</param>
/// <param name="Offsets">As <paramref name="Factors"/>.</param>
internal sealed record InputCodes(TensorQuantization Given, sbyte[] Map, float[] Factors, float[] Offsets)
{
    private const int Codes = 256;

    /// <summary>Rows of the map.</summary>
    public int Channels => Map.Length / Codes;

    /// <summary>Nothing has become of them yet.</summary>
    public static InputCodes Same(EditableTensor input) =>
        new(input.Quantization!, [.. Enumerable.Range(sbyte.MinValue, Codes).Select(q => (sbyte)q)], [1], [0]);

    /// <summary>What a code of a channel becomes.</summary>
    public sbyte Of(int code, int channel) => Map[(channel % Channels * Codes) + code - sbyte.MinValue];

    /// <summary>The input tensors for given ones, channels last.</summary>
    /// <param name="channels">Of the input.</param>
    public sbyte[] Apply(ReadOnlySpan<sbyte> codes, int channels)
    {
        var applied = new sbyte[codes.Length];
        for (int i = 0; i < codes.Length; i++)
            applied[i] = Of(codes[i], i % channels);
        return applied;
    }
}
