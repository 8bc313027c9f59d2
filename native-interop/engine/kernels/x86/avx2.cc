#include "engine/kernels/x86/avx2.h"

#if TC_HAS_AVX2

#if defined(_MSC_VER) && !defined(__clang__)
#include <intrin.h>
#endif

namespace tinyclassify {

#if defined(_MSC_VER) && !defined(__clang__)

// Source: Intel 64 and IA-32 Architectures Software Developer's Manual, volume 1, section 14.7.1.
bool HasAvx2() {
  constexpr int kSavesVectors = 1 << 27 | 1 << 28;  // OSXSAVE and AVX, leaf 1, ECX.
  constexpr unsigned long long kVectorState = 6;    // XMM and YMM in XCR0.
  int registers[4];
  __cpuid(registers, 0);
  if (registers[0] < 7) return false;
  __cpuid(registers, 1);
  if ((registers[2] & kSavesVectors) != kSavesVectors || (_xgetbv(0) & kVectorState) != kVectorState) return false;
  __cpuidex(registers, 7, 0);
  return (registers[1] & 1 << 5) != 0;
}

#else

bool HasAvx2() { return __builtin_cpu_supports("avx2") != 0; }

#endif

}  // namespace tinyclassify

#endif
