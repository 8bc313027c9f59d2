#include "engine/kernels/conv_2d.h"

namespace tinyclassify {
namespace {

// The taps of one row of the window; with dilation 1 they lie side by side and make one long vector.
int32_t DotProduct(const int8_t* input, const int8_t* weights, int32_t count, int32_t input_zero_point) {
  int32_t sum = 0;
  for (int32_t i = 0; i < count; ++i) sum += (input[i] - input_zero_point) * weights[i];
  return sum;
}

}  // namespace

void Conv2DReference(const Conv2D& conv, const Buffers& buffers) {
  const Window& window = conv.window;
  const int32_t channels = conv.input_channels;
  const int32_t row_weights = window.kernel_width * channels;
  const int32_t channel_weights = window.kernel_height * row_weights;
  // With dilation 1 a row of taps is one run of `run_taps`; otherwise each tap is a run of its own.
  const bool joined = window.dilation_width == 1;
  int8_t* output = buffers.output;
  for (int32_t y = 0; y < window.output_height; ++y) {
    const int32_t origin_y = y * window.stride_height - window.pad_top;
    const TapRange rows = TapsInside(origin_y, window.kernel_height, window.dilation_height, window.input_height);
    for (int32_t x = 0; x < window.output_width; ++x) {
      const int32_t origin_x = x * window.stride_width - window.pad_left;
      const TapRange columns = TapsInside(origin_x, window.kernel_width, window.dilation_width, window.input_width);
      const int32_t run_taps = joined ? columns.end - columns.begin : 1;
      for (int32_t o = 0; o < conv.output_channels; ++o) {
        int32_t accumulator = conv.bias != nullptr ? conv.bias[o] : 0;
        for (int32_t ky = rows.begin; ky < rows.end; ++ky) {
          const int32_t input_y = origin_y + ky * window.dilation_height;
          const int8_t* input_row = buffers.input + input_y * window.input_width * channels;
          const int8_t* weight_row = conv.weights + o * channel_weights + ky * row_weights;
          for (int32_t kx = columns.begin; kx < columns.end; kx += run_taps) {
            const int32_t input_x = origin_x + kx * window.dilation_width;
            accumulator += DotProduct(input_row + input_x * channels, weight_row + kx * channels, run_taps * channels,
                                      conv.input_zero_point);
          }
        }
        *output++ = Requantize(accumulator, conv.requantization, o);
      }
    }
  }
}

}  // namespace tinyclassify
