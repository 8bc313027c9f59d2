#ifndef TINYCLASSIFY_ENGINE_KERNELS_SUM_FACTORS_H
#define TINYCLASSIFY_ENGINE_KERNELS_SUM_FACTORS_H

#include <stdint.h>
#include <string.h>

namespace tinyclassify {

/// Both factors of a sum, input_scale / output_scale each, with one common exponent, as LiteRT's XNNPACK has them: the
/// larger lies in [2^20, 2^21].
struct SumFactors {
  int32_t first = 0;
  int32_t second = 0;
  int32_t shift = 0;  ///< In [13, 30]; 0 where XNNPACK leaves the scales to TFLite's own kernel.

  /// round(first_input * first_factor + second_input * second_factor), halves up. |inputs| <= 255: the sum is below 2^30.
  int32_t Sum(int32_t first_input, int32_t second_input) const {
    return (first_input * first + second_input * second + (1 << (shift - 1))) >> shift;
  }
};

/// The exponent of the larger factor decides the shift; it must be in [-10, 8).
inline SumFactors MakeSumFactors(float first_scale, float second_scale, float output_scale) {
  const float first = first_scale / output_scale;
  const float second = second_scale / output_scale;
  const float larger = first > second ? first : second;
  uint32_t bits;
  memcpy(&bits, &larger, sizeof(bits));
  const int32_t exponent = static_cast<int32_t>(bits >> 23) - 127;
  if (exponent < -10 || exponent >= 8) return SumFactors();
  const int32_t shift = 20 - exponent;
  const float unit = static_cast<float>(1 << shift);
  // At most 2^21 with 2 bits below 1: adding 1.5 * 2^23 rounds to the nearest, halves to even.
  const auto round = [](float value) {
    const float sum = value + 12582912.0f;
    int32_t rounded;
    memcpy(&rounded, &sum, sizeof(rounded));
    return rounded - 0x4b400000;
  };
  return SumFactors{round(first * unit), round(second * unit), shift};
}

}  // namespace tinyclassify

#endif
