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
  if (conv.outputs.count == 0) return;
  int8_t* output = buffers.output;
  for (int32_t y = 0; y < window.output_height; ++y) {
    for (int32_t x = 0; x < window.output_width; ++x, output += conv.output_channels) {
      PixelTaps taps;
      FindTaps(window, y, x, &taps);
      const TapRange& rows = taps.rows;
      const TapRange& columns = taps.columns;
      for (int32_t i = 0; i < conv.outputs.count; ++i) {
        const int32_t o = conv.outputs.channels != nullptr ? conv.outputs.channels[i] : i;
        const int8_t* input = buffers.input + o / conv.group_outputs * conv.depth;
        int32_t accumulator = conv.bias != nullptr ? conv.bias[o] : 0;
        for (int32_t ky = rows.begin; ky < rows.end; ++ky) {
          const int32_t input_row = (taps.y + ky * window.dilation_height) * window.input_width;
          for (int32_t kx = columns.begin; kx < columns.end; ++kx) {
            const int32_t pixel = input_row + taps.x + kx * window.dilation_width;
            const int32_t tap = ky * window.kernel_width + kx;
            accumulator += DotProduct(input + pixel * conv.input_channels,
                                      conv.weights + o * conv.output_step + tap * conv.tap_step, conv.depth,
                                      conv.input_zero_point);
          }
        }
        output[o] = Requantize(accumulator, conv.requantization, o);
      }
    }
  }
}

}  // namespace tinyclassify
