#include "engine/kernels/conv_2d.h"

#include "engine/kernels/plain_convolution.h"

namespace tinyclassify {
namespace {

void Convolve(const Conv2D& conv, ChannelList outputs, const Buffers& buffers) {
  const int32_t taps = conv.window.kernel_height * conv.window.kernel_width;
  const int32_t channels = conv.input_channels;
  ConvolvePlainly(
      PlainConvolution{conv.window, conv.requantization, conv.weights, conv.bias, conv.input_zero_point, channels,
                       conv.output_channels, channels, conv.output_channels, taps * channels, channels, outputs},
      buffers);
}

}  // namespace

void Conv2DReference(const Conv2D& conv, const Buffers& buffers) {
  Convolve(conv, ChannelList{nullptr, conv.output_channels}, buffers);
}

void Conv2DOddChannels(const Conv2D& conv, const Buffers& buffers) {
  Convolve(conv, conv.requantization.OddOnes(conv.output_channels), buffers);
}

}  // namespace tinyclassify
