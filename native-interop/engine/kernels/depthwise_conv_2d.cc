#include "engine/kernels/depthwise_conv_2d.h"

#include "engine/kernels/plain_convolution.h"

namespace tinyclassify {
namespace {

int32_t OutputChannels(const DepthwiseConv2D& conv) { return conv.input_channels * conv.depth_multiplier; }

void Convolve(const DepthwiseConv2D& conv, ChannelList outputs, const Buffers& buffers) {
  const int32_t channels = OutputChannels(conv);
  ConvolvePlainly(
      PlainConvolution{conv.window, conv.requantization, conv.weights, conv.bias, conv.input_zero_point,
                       conv.input_channels, channels, 1, conv.depth_multiplier, 1, channels, outputs},
      buffers);
}

}  // namespace

void DepthwiseConv2DReference(const DepthwiseConv2D& conv, const Buffers& buffers) {
  Convolve(conv, ChannelList{nullptr, OutputChannels(conv)}, buffers);
}

void DepthwiseConv2DOddChannels(const DepthwiseConv2D& conv, const Buffers& buffers) {
  Convolve(conv, conv.requantization.OddOnes(OutputChannels(conv)), buffers);
}

}  // namespace tinyclassify
