#include "common/attributes.h"
#include "engine/kernels/plain.h"

namespace tinyclassify {
namespace {

TC_NEVER_INLINE void FindRange(int32_t origin, int32_t taps, int32_t dilation, int32_t input_size, TapRange* range) {
  const int32_t room = input_size - origin;
  const int32_t end = room <= 0 ? 0 : (room + dilation - 1) / dilation;
  range->begin = origin < 0 ? (-origin + dilation - 1) / dilation : 0;
  range->end = end < taps ? end : taps;
}

/// A convolution in groups: output channel o reads the `depth` input channels of group o / group_outputs. CONV_2D is
/// one group; DEPTHWISE_CONV_2D has one for each input channel, and its weights in another order.
struct PlainConvolution {
  const Window& window;
  const Requantization& requantization;
  const int8_t* weights;
  const int32_t* bias;       ///< [output_channels], or null for none.
  int32_t input_zero_point;  ///< Padding counts as this value, so it adds nothing.
  int32_t input_channels;
  int32_t output_channels;
  int32_t depth;
  int32_t group_outputs;
  int32_t output_step;  ///< Weights from an output channel to the next.
  int32_t tap_step;     ///< Weights from a tap to the next; the `depth` of one tap stand side by side.
  ChannelList outputs;  ///< What is computed.
};

// Not inline: there the microcontroller's registers would run out.
TC_NEVER_INLINE int32_t DotProduct(const int8_t* input, const int8_t* weights, int32_t count, int32_t input_zero_point) {
  int32_t sum = 0;
  for (int32_t i = 0; i < count; ++i) sum += (input[i] - input_zero_point) * weights[i];
  return sum;
}

// acc[y, x, o] = bias[o] + sum over taps and channels of (input - input_zero_point) * weight, requantised.
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
            accumulator +=
                DotProduct(input + pixel * conv.input_channels, conv.weights + o * conv.output_step + tap * conv.tap_step,
                           conv.depth, conv.input_zero_point);
          }
        }
        output[o] = Requantize(accumulator, conv.requantization, o);
      }
    }
  }
}

void Convolve(const Conv2D& conv, ChannelList outputs, const Buffers& buffers) {
  const int32_t taps = conv.window.kernel_height * conv.window.kernel_width;
  const int32_t channels = conv.input_channels;
  ConvolvePlainly(PlainConvolution{conv.window, conv.requantization, conv.weights, conv.bias, conv.input_zero_point, channels,
                                   conv.output_channels, channels, conv.output_channels, taps * channels, channels, outputs},
                  buffers);
}

int32_t OutputChannels(const DepthwiseConv2D& conv) { return conv.input_channels * conv.depth_multiplier; }

void Convolve(const DepthwiseConv2D& conv, ChannelList outputs, const Buffers& buffers) {
  const int32_t channels = OutputChannels(conv);
  ConvolvePlainly(PlainConvolution{conv.window, conv.requantization, conv.weights, conv.bias, conv.input_zero_point,
                                   conv.input_channels, channels, 1, conv.depth_multiplier, 1, channels, outputs},
                  buffers);
}

}  // namespace

void FindTaps(const Window& window, int32_t output_y, int32_t output_x, PixelTaps* taps) {
  taps->y = output_y * window.stride_height - window.pad_top;
  taps->x = output_x * window.stride_width - window.pad_left;
  FindRange(taps->y, window.kernel_height, window.dilation_height, window.input_height, &taps->rows);
  FindRange(taps->x, window.kernel_width, window.dilation_width, window.input_width, &taps->columns);
}

void Conv2DReference(const Conv2D& conv, const Buffers& buffers) {
  Convolve(conv, ChannelList{nullptr, conv.output_channels}, buffers);
}

void Conv2DOddChannels(const Conv2D& conv, const Buffers& buffers) {
  Convolve(conv, conv.requantization.OddOnes(conv.output_channels), buffers);
}

void DepthwiseConv2DReference(const DepthwiseConv2D& conv, const Buffers& buffers) {
  Convolve(conv, ChannelList{nullptr, OutputChannels(conv)}, buffers);
}

void DepthwiseConv2DOddChannels(const DepthwiseConv2D& conv, const Buffers& buffers) {
  Convolve(conv, conv.requantization.OddOnes(OutputChannels(conv)), buffers);
}

}  // namespace tinyclassify
