#ifndef TINYCLASSIFY_ENGINE_KERNELS_X86_CONV_2D_AVX2_H
#define TINYCLASSIFY_ENGINE_KERNELS_X86_CONV_2D_AVX2_H

#include "engine/kernels/conv_2d.h"
#include "engine/kernels/x86/avx2.h"

namespace tinyclassify {

#if TC_HAS_AVX2

/// Whether Conv2DAvx2 takes the layer: no dilation.
bool Conv2DAvx2Takes(const Conv2D& conv);

/// Scratch that it wants.
uint32_t Conv2DAvx2ScratchBytes(const Conv2D& conv);

/// As Conv2DReference, byte for byte. Weights stay in their layout: 16 taps of 4 channels are widened as they are
/// loaded and meet 16 taps of 2 pixels, which wait as int16, in 8 VPMADDWD for 128 multiply-accumulates.
void Conv2DAvx2(const Conv2D& conv, const Buffers& buffers);

#endif

}  // namespace tinyclassify

#endif
