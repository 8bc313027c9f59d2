#ifndef TINYCLASSIFY_ENGINE_KERNELS_DSP_CONV_2D_DSP_H
#define TINYCLASSIFY_ENGINE_KERNELS_DSP_CONV_2D_DSP_H

#include <stdint.h>

#include "engine/kernels/conv_2d.h"

namespace tinyclassify {

/// Whether Conv2DDsp takes the layer: no dilation, 4 taps to 2^24. Otherwise the plain kernel does.
bool Conv2DDspTakes(const Conv2D& conv);

/// Scratch that it wants, with conv.keeps_constants or without.
uint32_t Conv2DDspScratchBytes(const Conv2D& conv, bool with_add);

/// As Conv2DReference, byte for byte, for any window: 4 output pixels at a time have their inputs widened into columns,
/// then each channel's weights run over the columns once. With an ADD, the output may be the place of second_input.
void Conv2DDsp(const Conv2D& conv, const Buffers& buffers);

}  // namespace tinyclassify

#endif
