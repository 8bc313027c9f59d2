#include "engine/prepare/window.h"

namespace tinyclassify {
namespace {

constexpr int32_t kMaxSize = 32767;

struct Axis {
  int32_t input;
  int32_t output;
  int32_t kernel;
  int32_t stride;
  int32_t dilation;
};

// Padding before the first element. SAME: output = ceil(input / stride), the padding is shared with the larger half
// behind. VALID: no padding, only windows that lie inside.
bool PreparePadding(const PrepareContext& context, int32_t padding, const Axis& axis, int16_t* pad) {
  Diagnosis& diagnosis = context.diagnosis();
  const int32_t sizes[] = {axis.input, axis.output, axis.kernel, axis.stride, axis.dilation};
  for (const int32_t size : sizes) {
    if (size < 1) return diagnosis.Corrupt("size, stride or dilation of a window", size, 1);
    if (size > kMaxSize) return diagnosis.Unsupported("size, stride or dilation of a window", size, kMaxSize);
  }
  const int32_t span = (axis.kernel - 1) * axis.dilation + 1;
  int32_t output;
  if (padding == schema::kSame) {
    output = (axis.input + axis.stride - 1) / axis.stride;
  } else if (padding == schema::kValid) {
    if (span > axis.input) return diagnosis.Corrupt("window larger than its input", span, axis.input);
    output = (axis.input - span) / axis.stride + 1;
  } else {
    return diagnosis.Corrupt("kind of padding", padding, schema::kValid);
  }
  if (output != axis.output) return diagnosis.Corrupt("height or width of the output", axis.output, output);
  const int32_t total = (output - 1) * axis.stride + span - axis.input;
  const int32_t before = total > 0 ? total / 2 : 0;
  if (before > kMaxSize) return diagnosis.Unsupported("padding", before, kMaxSize);
  *pad = static_cast<int16_t>(before);
  return true;
}

}  // namespace

bool PrepareWindow(const PrepareContext& context, const Table& options, const WindowTaps& taps, const Tensor& input,
                   const Tensor& output, Window* window) {
  // These fields have the same numbers in all sliding operators.
  namespace field = schema::pool_2d;
  static_assert(field::kPadding == static_cast<int>(schema::conv_2d::kPadding), "same field");
  static_assert(field::kStrideW == static_cast<int>(schema::conv_2d::kStrideW), "same field");
  static_assert(field::kStrideH == static_cast<int>(schema::conv_2d::kStrideH), "same field");
  static_assert(field::kPadding == static_cast<int>(schema::depthwise_conv_2d::kPadding), "same field");
  static_assert(field::kStrideW == static_cast<int>(schema::depthwise_conv_2d::kStrideW), "same field");
  static_assert(field::kStrideH == static_cast<int>(schema::depthwise_conv_2d::kStrideH), "same field");
  if (input.rank != 4 || output.rank != 4) {
    return context.diagnosis().Unsupported("dimensions of an image tensor", input.rank != 4 ? input.rank : output.rank, 4);
  }
  const Flatbuffer& reader = context.file.flatbuffer();
  const int32_t padding = reader.Int8(options, field::kPadding, schema::kSame);
  const Axis vertical = {static_cast<int32_t>(input.dims[1]), static_cast<int32_t>(output.dims[1]), taps.kernel_height,
                         reader.Int32(options, field::kStrideH, 0), taps.dilation_height};
  const Axis horizontal = {static_cast<int32_t>(input.dims[2]), static_cast<int32_t>(output.dims[2]), taps.kernel_width,
                           reader.Int32(options, field::kStrideW, 0), taps.dilation_width};
  if (!PreparePadding(context, padding, vertical, &window->pad_top) ||
      !PreparePadding(context, padding, horizontal, &window->pad_left)) {
    return false;
  }
  if (input.dims[3] > kMaxSize || output.dims[3] > kMaxSize) {
    return context.diagnosis().Unsupported("channels", input.dims[3], kMaxSize);
  }
  window->input_height = static_cast<int16_t>(input.dims[1]);
  window->input_width = static_cast<int16_t>(input.dims[2]);
  window->output_height = static_cast<int16_t>(output.dims[1]);
  window->output_width = static_cast<int16_t>(output.dims[2]);
  window->kernel_height = static_cast<int16_t>(vertical.kernel);
  window->kernel_width = static_cast<int16_t>(horizontal.kernel);
  window->stride_height = static_cast<int16_t>(vertical.stride);
  window->stride_width = static_cast<int16_t>(horizontal.stride);
  window->dilation_height = static_cast<int16_t>(vertical.dilation);
  window->dilation_width = static_cast<int16_t>(horizontal.dilation);
  return true;
}

}  // namespace tinyclassify
