#ifndef TINYCLASSIFY_ENGINE_ROUNDING_H
#define TINYCLASSIFY_ENGINE_ROUNDING_H

#include <stdint.h>
#include <string.h>

#include "tinyclassify.h"

// How a build brings an accumulator back to int8 (tc_rounding). Without a define it is double rounding, that of TFLM and
// CMSIS-NN:
//   TC_SINGLE_ROUNDING=1                        once, the exact value, halves upwards
//   TC_SINGLE_ROUNDING=1 TC_FLOAT_ROUNDING=1    once, in float32, halves to even, as LiteRT does
#ifndef TC_SINGLE_ROUNDING
#define TC_SINGLE_ROUNDING 0
#endif
#ifndef TC_FLOAT_ROUNDING
#define TC_FLOAT_ROUNDING 0
#endif
#if TC_FLOAT_ROUNDING && !TC_SINGLE_ROUNDING
#error "TC_FLOAT_ROUNDING=1 rounds once: define TC_SINGLE_ROUNDING=1 beside it"
#endif

namespace tinyclassify {

/// How this build rounds.
#if TC_FLOAT_ROUNDING
inline constexpr tc_rounding kRounding = TC_ROUNDING_FLOAT;
#elif TC_SINGLE_ROUNDING
inline constexpr tc_rounding kRounding = TC_ROUNDING_SINGLE;
#else
inline constexpr tc_rounding kRounding = TC_ROUNDING_DOUBLE;
#endif

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

inline int32_t Clamp(int32_t value, int32_t low, int32_t high) { return value < low ? low : (value > high ? high : value); }

/// round(value), halves to even, of |value| <= 2^22.
inline int32_t RoundSmallToEven(float value) {
  // 1.5 * 2^23: a sum with it has no bits below 1, and the addition rounds to the nearest, halves to even.
  const float sum = value + 12582912.0f;
  int32_t bits;
  memcpy(&bits, &sum, sizeof(bits));
  return bits - 0x4b400000;
}

/// round(value), halves to even.
/// @return  exact in [-1024, 1024], which an int8 code less a zero point never leaves; the nearer end outside
inline int32_t RoundToEven(float value) {
  constexpr float kLimit = 1024.0f;
  return RoundSmallToEven(value < -kLimit ? -kLimit : (value > kLimit ? kLimit : value));
}

/// round(accumulator * factor) as LiteRT's XNNPACK does it: a product of float32, halves to even. Where the exact product
/// lies within float32's error of a half, the answer may be the integer that is not the nearest.
/// @return  as RoundToEven
inline int32_t RoundProduct(int32_t accumulator, float factor) { return RoundToEven(static_cast<float>(accumulator) * factor); }

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
  return SumFactors{RoundSmallToEven(first * unit), RoundSmallToEven(second * unit), shift};  // At most 2^21.
}

}  // namespace tinyclassify

#endif
