using TinyClassify.Tflite;

namespace TinyClassify.Preparation;

/// <summary>Where a window lies along one direction.</summary>
/// <param name="Before">Elements of padding in front of the input.</param>
internal readonly record struct Window(int Stride, int Dilation, int Before)
{
    public static Window Of(EditableOperator op, int input, int output, int kernel, bool height)
    {
        int stride = (height ? op.Options.StrideHeight : op.Options.StrideWidth) ?? 1;
        int dilation = (height ? op.Options.DilationHeight : op.Options.DilationWidth) ?? 1;
        return new Window(stride, dilation, (op.Options.Padding ?? 0) == (int)Padding.Same
            ? SameBefore(input, output, kernel, stride, dilation) : 0);
    }

    /// <summary>Options of a pool whose only window is everything.</summary>
    public static OperatorOptions Whole(int height, int width) => new()
    {
        Padding = (int)TinyClassify.Tflite.Padding.Valid, StrideHeight = 1, StrideWidth = 1, FilterHeight = height, FilterWidth =
            width, Activation = 0,
    };

    /// <summary>The padding in front that SAME stands for; the surplus of an odd sum stands behind.</summary>
    public static int SameBefore(int input, int output, int kernel, int stride, int dilation) =>
        SameTotal(input, output, kernel, stride, dilation) / 2;

    public static int SameTotal(int input, int output, int kernel, int stride, int dilation) =>
        Math.Max(0, ((output - 1) * stride) + ((kernel - 1) * dilation) + 1 - input);

    /// <summary>The input element of a tap.</summary>
    public int Place(int output, int tap) => (output * Stride) + (tap * Dilation) - Before;
}
