#ifndef TINYCLASSIFY_ENGINE_KERNELS_DSP_DEPTHWISE_CONV_2D_DSP_H
#define TINYCLASSIFY_ENGINE_KERNELS_DSP_DEPTHWISE_CONV_2D_DSP_H

#include <stdint.h>

#include "engine/kernels/depthwise_conv_2d.h"

namespace tinyclassify {

/// Whether DepthwiseConv2DDsp takes the layer: 3x3, stride 1 or 2 both ways, no dilation, depth multiplier 1, padding
/// of one at most, every shift in its range. Otherwise the plain kernel does.
bool DepthwiseConv2DDspTakes(const DepthwiseConv2D& conv);

/// Scratch that it wants.
uint32_t DepthwiseConv2DDspScratchBytes(const DepthwiseConv2D& conv);

/// As DepthwiseConv2DReference, byte for byte; and the output may be the place of the input.
///
/// Four channels at a time, three input rows of them stand in scratch, one plane a channel, widened to int16 without
/// zero point: there two neighbouring columns are one word, so that SMLAD has something to pair. A row of input is read
/// and widened once. In place: output pixel number i of a channel group overwrites input pixel number i of the same
/// group, and (y + 1) * output_width <= (rows read) * input_width holds for every row y, so it has been read before.
void DepthwiseConv2DDsp(const DepthwiseConv2D& conv, const Buffers& buffers);

}  // namespace tinyclassify

#endif
