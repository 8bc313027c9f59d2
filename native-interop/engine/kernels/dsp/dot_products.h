#ifndef TINYCLASSIFY_ENGINE_KERNELS_DSP_DOT_PRODUCTS_H
#define TINYCLASSIFY_ENGINE_KERNELS_DSP_DOT_PRODUCTS_H

#include <stdint.h>

#include "engine/kernels/dsp/columns.h"
#include "engine/kernels/dsp/dsp.h"

namespace tinyclassify::dsp {

/// The accumulators of one output channel at kPixels pixels.
struct FourSums {
  int32_t pixel0 = 0;  // Four names and no array, which the compiler would keep in memory.
  int32_t pixel1 = 0;
  int32_t pixel2 = 0;
  int32_t pixel3 = 0;
};

TC_ALWAYS_INLINE void AddBlock(uint32_t weights, const uint32_t* columns, FourSums* sums) {
  const uint32_t even = ExtendEven(weights);
  const uint32_t odd = ExtendOdd(weights);
  sums->pixel0 = MultiplyAddDual(odd, columns[1], MultiplyAddDual(even, columns[0], sums->pixel0));
  sums->pixel1 = MultiplyAddDual(odd, columns[3], MultiplyAddDual(even, columns[2], sums->pixel1));
  sums->pixel2 = MultiplyAddDual(odd, columns[5], MultiplyAddDual(even, columns[4], sums->pixel2));
  sums->pixel3 = MultiplyAddDual(odd, columns[7], MultiplyAddDual(even, columns[6], sums->pixel3));
}

#if defined(__ARM_FEATURE_DSP)

// One block: 13 instructions for 16 multiply-accumulates. LDR and two SXTB16 bring 4 weights, two LDM bring the 4 taps of
// two pixels each, eight SMLAD. Registers: 4 sums, 4 taps, 2 weights, 2 pointers, 1 end. The compiler would take an LDRD a
// pixel instead of an LDM for two.
#define TC_DOT_BLOCK                        \
  "ldr %[even], [%[weights]], #4\n"         \
  "ldmia %[columns]!, {r4, r5, r6, r8}\n"   \
  "sxtb16 %[odd], %[even], ror #8\n"        \
  "sxtb16 %[even], %[even]\n"               \
  "smlad %[sum0], %[even], r4, %[sum0]\n"   \
  "smlad %[sum1], %[even], r6, %[sum1]\n"   \
  "smlad %[sum0], %[odd], r5, %[sum0]\n"    \
  "smlad %[sum1], %[odd], r8, %[sum1]\n"    \
  "ldmia %[columns]!, {r4, r5, r6, r8}\n"   \
  "smlad %[sum2], %[even], r4, %[sum2]\n"   \
  "smlad %[sum3], %[even], r6, %[sum3]\n"   \
  "smlad %[sum2], %[odd], r5, %[sum2]\n"    \
  "smlad %[sum3], %[odd], r8, %[sum3]\n"

/// Multiplies `blocks` whole blocks of 4 taps; leaves both pointers behind them.
TC_ALWAYS_INLINE FourSums DotProducts(const int8_t*& weights, const uint32_t*& columns, int32_t blocks) {
  FourSums sums;
  uint32_t even, odd;
  const uint32_t* end = columns + kBlockWords * (blocks & ~3);
  if (columns != end) {
    asm volatile("1:\n" TC_DOT_BLOCK TC_DOT_BLOCK TC_DOT_BLOCK TC_DOT_BLOCK
                 "cmp %[columns], %[end]\n"
                 "bne 1b\n"
                 : [weights] "+r"(weights), [columns] "+r"(columns), [even] "=&r"(even), [odd] "=&r"(odd),
                   [sum0] "+r"(sums.pixel0), [sum1] "+r"(sums.pixel1), [sum2] "+r"(sums.pixel2),
                   [sum3] "+r"(sums.pixel3)
                 : [end] "r"(end)
                 : "r4", "r5", "r6", "r8", "cc", "memory");
  }
  end += kBlockWords * (blocks & 3);
  if (columns != end) {
    asm volatile("1:\n" TC_DOT_BLOCK
                 "cmp %[columns], %[end]\n"
                 "bne 1b\n"
                 : [weights] "+r"(weights), [columns] "+r"(columns), [even] "=&r"(even), [odd] "=&r"(odd),
                   [sum0] "+r"(sums.pixel0), [sum1] "+r"(sums.pixel1), [sum2] "+r"(sums.pixel2),
                   [sum3] "+r"(sums.pixel3)
                 : [end] "r"(end)
                 : "r4", "r5", "r6", "r8", "cc", "memory");
  }
  return sums;
}

#undef TC_DOT_BLOCK

#else

TC_ALWAYS_INLINE FourSums DotProducts(const int8_t*& weights, const uint32_t*& columns, int32_t blocks) {
  FourSums sums;
  for (; blocks > 0; --blocks, weights += 4, columns += kBlockWords) AddBlock(Load32(weights), columns, &sums);
  return sums;
}

#endif

}  // namespace tinyclassify::dsp

#endif
