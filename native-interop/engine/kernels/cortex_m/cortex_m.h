#ifndef TINYCLASSIFY_ENGINE_KERNELS_CORTEX_M_CORTEX_M_H
#define TINYCLASSIFY_ENGINE_KERNELS_CORTEX_M_CORTEX_M_H

#include <stdint.h>

#include "engine/operator.h"
#include "engine/requirements.h"

namespace tinyclassify {

// The kernels for Cortex-M cores with DSP instructions, all as the plain ones, byte for byte. On other machines the
// instructions are written out in C++ (dsp.h), for tests and models of a board's memory.

/// Whether AddDsp supports the layer: one input is brought to the common scale by a factor of exactly 1/2 (the one with the
/// larger scale always is), and its short rescaling needs right shifts of the output between 1 and 22.
bool AddDspSupports(const Add& add);

/// As AddReference, byte for byte.
void AddDsp(const Add& add, const Buffers& buffers);

/// Whether Conv2DDsp supports the layer: no dilation, 4 taps to 2^24. Otherwise the plain kernel runs it.
bool Conv2DDspSupports(const Conv2D& conv);

/// Scratch that it needs, with conv.keeps_constants or without, with its ADD or without.
uint32_t Conv2DDspScratchBytes(const Conv2D& conv);

/// As Conv2DReference, byte for byte, for any window: 4 output pixels at a time have their inputs widened into columns,
/// then each channel's weights run over the columns once. With an ADD, the output may be the place of what is added.
void RunConv2DDsp(const Operator& op, StageClock*);

/// Whether DepthwiseWindowDsp supports the layer: four channels at least, or a depth multiplier that is a multiple of four.
bool DepthwiseWindowSupports(const DepthwiseConv2D& conv);

/// As DepthwiseConv2DReference, byte for byte, for any window, stride and dilation: four channels at a time over all pixels.
/// No scratch, no overlap.
void DepthwiseWindowDsp(const DepthwiseConv2D& conv, const Buffers& buffers);

/// Whether RunInvertedResidual supports the depthwise layer: 3x3, stride 1 or 2 both ways, no dilation, depth multiplier 1,
/// padding of one at most, 2^24 elements a row.
bool InvertedResidualSupports(const DepthwiseConv2D& conv);

/// Whether it supports a convolution before or behind: 1x1, stride 1, no odd channels, and what Conv2DDsp supports; before,
/// input channels in whole words. A depthwise layer with odd channels must stand alone.
bool ExpansionSupports(const Conv2D& conv);
bool ProjectionSupports(const Conv2D& conv);

/// Ways to run the block, by memory: a few channels at a time whose constants are worked out for each row (kSmall), many
/// (kMedium), or many with the constants of all channels worked out once (kLarge).
void ChooseGroups(ScratchSize size, InvertedResidual* block);

/// Scratch that it needs in the way that was chosen.
uint32_t InvertedResidualScratchBytes(const InvertedResidual& block);

/// Whether the output may lie where the input lies: each output row ends before the first input row that is read later.
bool InvertedResidualRunsInPlace(const InvertedResidual& block);

/// All of the block, byte for byte as the plain kernels one after another. Of the wide tensors only the rows in flight exist
/// (see PlaneRing), and no row is computed twice.
/// @param clock  books the expansion on the operator before, the projection on the one behind
void RunInvertedResidual(const Operator& op, StageClock* clock);

}  // namespace tinyclassify

#endif
