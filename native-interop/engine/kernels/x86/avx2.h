#ifndef TINYCLASSIFY_ENGINE_KERNELS_X86_AVX2_H
#define TINYCLASSIFY_ENGINE_KERNELS_X86_AVX2_H

#include <stdint.h>

#include "engine/operator.h"

/// Kernels with AVX2 are compiled for x86-64 and chosen where the processor has it. Their functions say so one by one:
/// a file compiled for AVX2 as a whole would hand its copies of shared inline functions to the rest of the program.
#if (defined(__GNUC__) || defined(__clang__)) && defined(__x86_64__)
#define TC_HAS_AVX2 1
#define TC_AVX2 __attribute__((target("avx2")))
#elif defined(_M_X64)
#define TC_HAS_AVX2 1
#define TC_AVX2
#else
#define TC_HAS_AVX2 0
#endif

namespace tinyclassify {

#if TC_HAS_AVX2

/// Whether this processor, and its operating system, run AVX2.
bool HasAvx2();

/// Whether Conv2DAvx2 supports the layer: no dilation.
bool Conv2DAvx2Supports(const Conv2D& conv);

/// Scratch that it needs.
uint32_t Conv2DAvx2ScratchBytes(const Conv2D& conv);

/// As Conv2DReference, byte for byte. Weights stay in their layout: 16 taps of 4 channels are widened as they are
/// loaded and meet 16 taps of 2 pixels, which wait as int16, in 8 VPMADDWD for 128 multiply-accumulates.
void Conv2DAvx2(const Conv2D& conv, const Buffers& buffers);

/// Whether DepthwiseConv2DAvx2 supports the layer: a multiplier of 1.
bool DepthwiseConv2DAvx2Supports(const DepthwiseConv2D& conv);

/// Scratch that it needs.
uint32_t DepthwiseConv2DAvx2ScratchBytes(const DepthwiseConv2D& conv);

/// As DepthwiseConv2DReference, byte for byte, 16 channels at a time.
void DepthwiseConv2DAvx2(const DepthwiseConv2D& conv, const Buffers& buffers);

/// Requantize for one pixel's channels, 8 at a time.
/// @param sums    int32 [channels], without the bias
/// @param bias    int32 [channels], or null
/// @param output  int8 [channels]
void RequantizeAvx2(const int32_t* sums, const int32_t* bias, const Requantization& to, int32_t channels, int8_t* output);

#endif

}  // namespace tinyclassify

#endif
