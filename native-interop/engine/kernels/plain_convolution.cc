#include "engine/kernels/plain_convolution.h"

#include "engine/always_inline.h"

namespace tinyclassify {
namespace {

// Not inline: there the microcontroller's registers would run out.
TC_NEVER_INLINE int32_t DotProduct(const int8_t* input, const int8_t* weights, int32_t count,
                                   int32_t input_zero_point) {
  int32_t sum = 0;
  for (int32_t i = 0; i < count; ++i) sum += (input[i] - input_zero_point) * weights[i];
  return sum;
}

}  // namespace

void ConvolvePlainly(const PlainConvolution& conv, const Buffers& buffers) {
  const Window& window = conv.window;
  // Where taps lie side by side, and so do their weights, a row of them is one long vector.
  const bool joined = window.dilation_width == 1 && conv.depth == conv.input_channels && conv.depth == conv.tap_step;
  int8_t* output = buffers.output;
  for (int32_t y = 0; y < window.output_height; ++y) {
    const int32_t origin_y = y * window.stride_height - window.pad_top;
    const TapRange rows = TapsInside(origin_y, window.kernel_height, window.dilation_height, window.input_height);
    for (int32_t x = 0; x < window.output_width; ++x) {
      const int32_t origin_x = x * window.stride_width - window.pad_left;
      const TapRange columns = TapsInside(origin_x, window.kernel_width, window.dilation_width, window.input_width);
      const int32_t run_taps = joined ? columns.end - columns.begin : 1;
      for (int32_t i = 0; i < conv.outputs.count; ++i) {
        const int32_t o = conv.outputs.channels != nullptr ? conv.outputs.channels[i] : i;
        const int8_t* input = buffers.input + o / conv.group_outputs * conv.depth;
        int32_t accumulator = conv.bias != nullptr ? conv.bias[o] : 0;
        for (int32_t ky = rows.begin; ky < rows.end; ++ky) {
          const int32_t input_row = (origin_y + ky * window.dilation_height) * window.input_width;
          for (int32_t kx = columns.begin; kx < columns.end; kx += run_taps) {
            const int32_t pixel = input_row + origin_x + kx * window.dilation_width;
            const int32_t tap = ky * window.kernel_width + kx;
            accumulator += DotProduct(input + pixel * conv.input_channels,
                                      conv.weights + o * conv.output_step + tap * conv.tap_step, run_taps * conv.depth,
                                      conv.input_zero_point);
          }
        }
        output[o] = Requantize(accumulator, conv.requantization, o);
      }
      output += conv.output_channels;
    }
  }
}

}  // namespace tinyclassify
