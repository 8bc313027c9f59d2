#ifndef TINYCLASSIFY_ENGINE_KERNELS_X86_CONV_2D_SSE2_H
#define TINYCLASSIFY_ENGINE_KERNELS_X86_CONV_2D_SSE2_H

#include <stdint.h>

#include "engine/kernels/conv_2d.h"

/// Only where the compiler targets x86-64, whose every processor has SSE2.
#if defined(__SSE2__) || defined(_M_X64)
#define TC_HAS_SSE2 1
#else
#define TC_HAS_SSE2 0
#endif

namespace tinyclassify {

#if TC_HAS_SSE2

/// Whether Conv2DSse2 takes the layer: no dilation.
bool Conv2DSse2Takes(const Conv2D& conv);

/// Scratch that it wants.
uint32_t Conv2DSse2ScratchBytes(const Conv2D& conv);

/// As Conv2DReference, byte for byte: 16 output channels at a time have their weights widened and put in pairs of taps,
/// then two pixels at a time run over them with PMADDWD, 8 multiply-accumulates in two instructions.
void Conv2DSse2(const Conv2D& conv, const Buffers& buffers);

#endif

}  // namespace tinyclassify

#endif
