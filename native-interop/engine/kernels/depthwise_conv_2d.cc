#include "engine/kernels/depthwise_conv_2d.h"

#include "engine/kernels/plain_convolution.h"

namespace tinyclassify {

void DepthwiseConv2DReference(const DepthwiseConv2D& conv, const Buffers& buffers) {
  const int32_t output_channels = conv.input_channels * conv.depth_multiplier;
  ConvolvePlainly(PlainConvolution{conv.window, conv.requantization, conv.weights, conv.bias, conv.input_zero_point,
                                   conv.input_channels, output_channels, 1, conv.depth_multiplier, 1, output_channels},
                  buffers);
}

}  // namespace tinyclassify
