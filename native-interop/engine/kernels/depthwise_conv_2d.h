#ifndef TINYCLASSIFY_ENGINE_KERNELS_DEPTHWISE_CONV_2D_H
#define TINYCLASSIFY_ENGINE_KERNELS_DEPTHWISE_CONV_2D_H

#include <stdint.h>

#include "engine/buffers.h"
#include "engine/kernels/requantization.h"
#include "engine/kernels/window.h"

namespace tinyclassify {

struct Conv2D;

/// DEPTHWISE_CONV_2D, int8. Output channel c reads input channel c / depth_multiplier only.
struct DepthwiseConv2D {
  Window window;
  int16_t input_channels = 1;
  int16_t depth_multiplier = 1;     ///< Output channels = input_channels * depth_multiplier.
  int32_t input_zero_point = 0;     ///< [-128, 127]. Padding counts as this value, so it adds nothing.
  const int8_t* weights = nullptr;  ///< [kernel_height, kernel_width, output channels], any alignment.
  const int32_t* bias = nullptr;    ///< [output channels], 4-byte aligned, or null for none.
  Requantization requantization;

  /// 1x1 convolutions right before and behind, taken into the depthwise and run with it row by row: buffers.input is the
  /// expansion's, buffers.output the projection's (or that of its ADD). Null for none; the plain kernel takes none.
  const Conv2D* expansion = nullptr;
  const Conv2D* projection = nullptr;
  int16_t group = 4;             ///< Channels that are expanded and filtered before the next; a multiple of 4.
  bool keeps_constants = false;  ///< All channels' constants stand in scratch, rather than a group's at a time.
};

/// The plain kernel. buffers.input int8 [input_height, input_width, input_channels]; buffers.output int8
/// [output_height, output_width, input_channels * depth_multiplier]; no scratch; the two must not overlap.
void DepthwiseConv2DReference(const DepthwiseConv2D& conv, const Buffers& buffers);

/// The same of the odd channels alone; the others' codes stay.
void DepthwiseConv2DOddChannels(const DepthwiseConv2D& conv, const Buffers& buffers);

}  // namespace tinyclassify

#endif
