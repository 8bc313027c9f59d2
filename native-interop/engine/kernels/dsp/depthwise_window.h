#ifndef TINYCLASSIFY_ENGINE_KERNELS_DSP_DEPTHWISE_WINDOW_H
#define TINYCLASSIFY_ENGINE_KERNELS_DSP_DEPTHWISE_WINDOW_H

#include "engine/kernels/depthwise_conv_2d.h"

namespace tinyclassify {

/// Whether DepthwiseWindowDsp takes the layer: four channels at least, or a depth multiplier that is a multiple of four.
bool DepthwiseWindowTakes(const DepthwiseConv2D& conv);

/// As DepthwiseConv2DReference, byte for byte, for any window, stride and dilation: four channels at a time over all pixels.
/// No scratch, no overlap.
void DepthwiseWindowDsp(const DepthwiseConv2D& conv, const Buffers& buffers);

}  // namespace tinyclassify

#endif
