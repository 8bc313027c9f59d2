#include "engine/kernels/depthwise_conv_2d.h"

namespace tinyclassify {
namespace {

// Channels that are accumulated together: neighbours in memory, so that the compiler can vectorise over them.
constexpr int32_t kBlock = 32;

}  // namespace

void DepthwiseConv2DReference(const DepthwiseConv2D& conv, const Buffers& buffers) {
  const Window& window = conv.window;
  const int32_t input_channels = conv.input_channels;
  const int32_t channels = input_channels * conv.depth_multiplier;
  int32_t accumulators[kBlock];
  for (int32_t y = 0; y < window.output_height; ++y) {
    const int32_t origin_y = y * window.stride_height - window.pad_top;
    const TapRange rows = TapsInside(origin_y, window.kernel_height, window.dilation_height, window.input_height);
    for (int32_t x = 0; x < window.output_width; ++x) {
      const int32_t origin_x = x * window.stride_width - window.pad_left;
      const TapRange columns = TapsInside(origin_x, window.kernel_width, window.dilation_width, window.input_width);
      int8_t* output = buffers.output + (y * window.output_width + x) * channels;
      for (int32_t first = 0; first < channels; first += kBlock) {
        const int32_t count = channels - first < kBlock ? channels - first : kBlock;
        for (int32_t i = 0; i < count; ++i) accumulators[i] = conv.bias != nullptr ? conv.bias[first + i] : 0;
        for (int32_t ky = rows.begin; ky < rows.end; ++ky) {
          const int32_t input_y = origin_y + ky * window.dilation_height;
          for (int32_t kx = columns.begin; kx < columns.end; ++kx) {
            const int32_t input_x = origin_x + kx * window.dilation_width;
            const int8_t* input = buffers.input + (input_y * window.input_width + input_x) * input_channels;
            const int8_t* weights = conv.weights + (ky * window.kernel_width + kx) * channels + first;
            if (conv.depth_multiplier == 1) {
              for (int32_t i = 0; i < count; ++i) {
                accumulators[i] += (input[first + i] - conv.input_zero_point) * weights[i];
              }
            } else {
              for (int32_t i = 0; i < count; ++i) {
                accumulators[i] += (input[(first + i) / conv.depth_multiplier] - conv.input_zero_point) * weights[i];
              }
            }
          }
        }
        for (int32_t i = 0; i < count; ++i)
          output[first + i] = Requantize(accumulators[i], conv.requantization, first + i);
      }
    }
  }
}

}  // namespace tinyclassify
