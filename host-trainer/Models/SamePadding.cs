using static TorchSharp.torch;

namespace TinyClassify.Trainer.Models;

/// <summary>Convolution with TFLite's padding SAME, so that the trained network is the exported one.</summary>
/// <remarks>
/// SAME puts the odd row and column at the bottom and right: a 3x3 kernel with stride 2 on an even size pads 0 above and 1
/// below, where PyTorch's symmetric padding of 1 would look one pixel further up and left.
/// </remarks>
internal static class SamePadding
{
    /// <param name="input">Float [N, inC, H, W].</param>
    /// <param name="weight">Float [outC, inC / groups, k, k].</param>
    /// <param name="bias">Float [outC], or null.</param>
    public static Tensor Convolve(Tensor input, Tensor weight, Tensor? bias, int kernel, int stride, int groups)
    {
        if (kernel == 1 && stride == 1 && groups == 1 && input.dtype == ScalarType.Float32)
            return Multiply(input, weight, bias);
        var (top, bottom) = Along(input.shape[2], kernel, stride);
        var (left, right) = Along(input.shape[3], kernel, stride);
        if (input.dtype == ScalarType.Float64)
            return InDepth(nn.functional.pad(input, [left, right, top, bottom]), weight, bias, stride, groups);
        if (top == bottom && left == right)
            return nn.functional.conv2d(input, weight, bias, [stride, stride], [top, left], groups: groups);
        return nn.functional.conv2d(
            nn.functional.pad(input, [left, right, top, bottom]), weight, bias, [stride, stride], [0, 0], groups: groups);
    }

    // oneDNN 3.7.1's float 1x1 convolution (AVX-512 on an AMD EPYC) gives wrong sums for the last output channels where they do
    // not fill a vector of 16 and the inputs are many: of 96 to 40 channels the last 8. A product of matrices does not go through
    // it.
    private static Tensor Multiply(Tensor input, Tensor weight, Tensor? bias) =>
        nn.functional.linear(input.permute(0, 2, 3, 1), weight.flatten(1), bias).permute(0, 3, 1, 2);

    // Before a convolution in double, libtorch considers NNPACK, and on a CPU that NNPACK does not know it says so each time. One
    // of pictures one deep is not considered.
    private static Tensor InDepth(Tensor input, Tensor weight, Tensor? bias, int stride, int groups) =>
        nn.functional.conv3d(input.unsqueeze(2), weight.unsqueeze(2), bias, [1, stride, stride], groups: groups).squeeze(2);

    private static (long Before, long After) Along(long size, int kernel, int stride)
    {
        var total = Math.Max((((size + stride - 1) / stride) - 1) * stride + kernel - size, 0);
        return (total / 2, total - (total / 2));
    }
}
