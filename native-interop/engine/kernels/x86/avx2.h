#ifndef TINYCLASSIFY_ENGINE_KERNELS_X86_AVX2_H
#define TINYCLASSIFY_ENGINE_KERNELS_X86_AVX2_H

#include <stdint.h>

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

#endif

}  // namespace tinyclassify

#endif
