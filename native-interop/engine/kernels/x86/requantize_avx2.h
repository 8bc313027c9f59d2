#ifndef TINYCLASSIFY_ENGINE_KERNELS_X86_REQUANTIZE_AVX2_H
#define TINYCLASSIFY_ENGINE_KERNELS_X86_REQUANTIZE_AVX2_H

#include "engine/kernels/requantization.h"
#include "engine/kernels/x86/avx2.h"

namespace tinyclassify {

#if TC_HAS_AVX2

/// Requantize for one pixel's channels, 8 at a time.
/// @param sums    int32 [channels], without the bias
/// @param bias    int32 [channels], or null
/// @param output  int8 [channels]
void RequantizeAvx2(const int32_t* sums, const int32_t* bias, const Requantization& to, int32_t channels,
                    int8_t* output);

#endif

}  // namespace tinyclassify

#endif
