#ifndef TINYCLASSIFY_ENGINE_KERNELS_DSP_INVERTED_RESIDUAL_DSP_H
#define TINYCLASSIFY_ENGINE_KERNELS_DSP_INVERTED_RESIDUAL_DSP_H

#include <stdint.h>

#include "engine/kernels/conv_2d.h"
#include "engine/kernels/depthwise_conv_2d.h"
#include "engine/scratch_size.h"
#include "engine/stage_clock.h"

namespace tinyclassify {

/// Whether InvertedResidualDsp takes the depthwise layer: 3x3, stride 1 or 2 both ways, no dilation, depth multiplier 1,
/// padding of one at most, 2^24 elements a row. Otherwise the plain kernel does.
bool DepthwiseDspTakes(const DepthwiseConv2D& conv);

/// Whether it takes a convolution before or behind: 1x1, stride 1, no odd channels, and what Conv2DDsp wants; before,
/// input channels in whole words. A depthwise layer with odd channels must stand alone.
bool ExpansionDspTakes(const Conv2D& conv);
bool ProjectionDspTakes(const Conv2D& conv);

/// Ways to run the layer, by memory: a few channels at a time whose constants are worked out for each row (kSmall), many
/// (kMedium), or many with the constants of all channels worked out once (kLarge).
void ChooseGroups(ScratchSize size, DepthwiseConv2D* conv);

/// Scratch that it wants. @param with_add  the projection adds, whether or not its `add` points there yet
uint32_t InvertedResidualDspScratchBytes(const DepthwiseConv2D& conv, bool with_add);

/// Whether the output may lie where the input lies: each output row ends before the first input row that is read later.
bool InvertedResidualDspRunsInPlace(const DepthwiseConv2D& conv);

/// Expansion, depthwise 3x3, projection and its ADD, row by row; expansion and projection may be missing. As the plain
/// kernels one after another, byte for byte. Of the wide tensors only the rows in flight exist (see PlaneRing), and no row
/// is computed twice.
/// @param clock  books the expansion on the operator before, the projection on the one behind
void InvertedResidualDsp(const DepthwiseConv2D& conv, const Buffers& buffers, StageClock* clock);

}  // namespace tinyclassify

#endif
