#ifndef TINYCLASSIFY_ENGINE_KERNELS_X86_DEPTHWISE_CONV_2D_AVX2_H
#define TINYCLASSIFY_ENGINE_KERNELS_X86_DEPTHWISE_CONV_2D_AVX2_H

#include "engine/kernels/depthwise_conv_2d.h"
#include "engine/kernels/x86/avx2.h"

namespace tinyclassify {

#if TC_HAS_AVX2

/// Whether DepthwiseConv2DAvx2 takes the layer: a multiplier of 1.
bool DepthwiseConv2DAvx2Takes(const DepthwiseConv2D& conv);

/// Scratch that it wants.
uint32_t DepthwiseConv2DAvx2ScratchBytes(const DepthwiseConv2D& conv);

/// As DepthwiseConv2DReference, byte for byte, 16 channels at a time.
void DepthwiseConv2DAvx2(const DepthwiseConv2D& conv, const Buffers& buffers);

#endif

}  // namespace tinyclassify

#endif
