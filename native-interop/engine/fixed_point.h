#ifndef TINYCLASSIFY_ENGINE_FIXED_POINT_H
#define TINYCLASSIFY_ENGINE_FIXED_POINT_H

#include <stdint.h>

#include "engine/rounding.h"

namespace tinyclassify {

/// round(a * b / 2^31), halves upwards. Not both may be -2^31: no factor of ours is negative.
/// Equal to gemmlowp's SaturatingRoundingDoublingHighMul for all other operands: its sign-dependent nudge with a
/// truncating division is a floor after adding one half.
inline int32_t DoublingHighMultiply(int32_t a, int32_t b) {
  return static_cast<int32_t>((static_cast<int64_t>(a) * b + (int64_t{1} << 30)) >> 31);
}

/// round(value / 2^exponent), halves away from zero. exponent in [0, 31].
inline int32_t DivideByPowerOfTwo(int32_t value, int32_t exponent) {
  const uint32_t mask = (1u << exponent) - 1;
  const uint32_t rest = static_cast<uint32_t>(value) & mask;
  const uint32_t greatest_down = (mask >> 1) + (value < 0 ? 1 : 0);
  return (value >> exponent) + (rest > greatest_down ? 1 : 0);
}

/// Zeros above the highest bit that is set; 32 for 0.
inline int32_t CountLeadingZeros(uint32_t value) {
#if defined(__GNUC__)
  return value == 0 ? 32 : __builtin_clz(value);
#else
  int32_t zeros = 0;
  for (uint32_t bit = 1u << 31; bit != 0 && (value & bit) == 0; bit >>= 1) ++zeros;
  return zeros;
#endif
}

/// A positive real factor: multiplier * 2^(shift - 31).
struct Multiplier {
  int32_t value = 0;  ///< Q31, in [2^30, 2^31), or 0 for a factor too small to matter.
  int32_t shift = 0;  ///< [-31, 30]; positive shifts to the left.
};

/// value * multiplier, rounded as the build chooses:
/// twice (TFLM and CMSIS-NN by default: to Q0 after the product, then after the shift), or once. A build with float
/// rounding comes here only where LiteRT, too, stays with integers, and rounds twice.
/// value * 2^max(shift, 0) must fit int32; Prepare proves it.
inline int32_t Rescale(int32_t value, Multiplier multiplier) {
#if TC_SINGLE_ROUNDING && !TC_FLOAT_ROUNDING
  const int32_t total_shift = 31 - multiplier.shift;
  const int64_t half = int64_t{1} << (total_shift - 1);
  return static_cast<int32_t>((value * static_cast<int64_t>(multiplier.value) + half) >> total_shift);
#else
  const int32_t left = multiplier.shift > 0 ? multiplier.shift : 0;
  const int32_t right = multiplier.shift > 0 ? 0 : -multiplier.shift;
  const int32_t shifted = static_cast<int32_t>(static_cast<uint32_t>(value) << left);
  return DivideByPowerOfTwo(DoublingHighMultiply(shifted, multiplier.value), right);
#endif
}

inline int32_t Clamp(int32_t value, int32_t low, int32_t high) {
  return value < low ? low : (value > high ? high : value);
}

}  // namespace tinyclassify

#endif
