#ifndef TINYCLASSIFY_ENGINE_KERNELS_PLAIN_CONVOLUTION_H
#define TINYCLASSIFY_ENGINE_KERNELS_PLAIN_CONVOLUTION_H

#include <stdint.h>

#include "engine/buffers.h"
#include "engine/kernels/requantization.h"
#include "engine/kernels/window.h"

namespace tinyclassify {

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

/// acc[y, x, o] = bias[o] + sum over taps and channels of (input - input_zero_point) * weight, requantised.
void ConvolvePlainly(const PlainConvolution& conv, const Buffers& buffers);

}  // namespace tinyclassify

#endif
