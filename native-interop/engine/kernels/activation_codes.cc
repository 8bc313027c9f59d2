#include "engine/kernels/activation_codes.h"

#include "engine/kernels/softmax.h"

namespace tinyclassify {
namespace {

int32_t SaturateToInt16(int32_t value) { return Clamp(value, INT16_MIN, INT16_MAX); }

// round(a * b / 2^15) of two int16, halves upwards.
int32_t DoublingHighMultiply16(int32_t a, int32_t b) { return SaturateToInt16((a * b + (1 << 14)) >> 15); }

// The upper half of a Q31 factor, rounded, as int16.
int32_t UpperHalf(int32_t multiplier) {
  return multiplier >= INT32_MAX - (1 << 15) ? INT16_MAX : (multiplier + (1 << 15)) >> 16;
}

}  // namespace

int8_t LogisticCode(int32_t distance, Multiplier factor) {
  constexpr int32_t kIntegerBits = 4;
  // Beyond it the input's Q4.27 would leave 32 bits, and the output is 0 or 1.
  const int32_t radius = static_cast<int32_t>((int64_t{15} << 27) >> factor.shift);
  if (distance <= -radius) return -128;
  if (distance >= radius) return 127;
  const int32_t x = Rescale(distance, factor);
  const int32_t positive = ReciprocalOfOnePlus(ExpOfNegative(x < 0 ? x : -x, kIntegerBits));
  const int32_t logistic = x == 0 ? 1 << 30 : (x > 0 ? positive : INT32_MAX - positive);
  return static_cast<int8_t>(Clamp(DivideByPowerOfTwo(logistic, 31 - 8) - 128, -128, 127));
}

int8_t HardSwishCode(int32_t distance, const HardSwish& scales) {
  const int32_t value = distance * (1 << 7);
  const int32_t before_shift = DoublingHighMultiply16(value, UpperHalf(scales.output.value));
  // The value in [-1, 1] where x is in [-3, 3]; saturated outside. The last bit of a left shift comes behind the factor.
  const int32_t left = scales.reluish.shift;
  int32_t reluish = left > 0 ? SaturateToInt16(value * (1 << (left - 1))) : value;
  reluish = DoublingHighMultiply16(reluish, UpperHalf(scales.reluish.value));
  if (left > 0) reluish = SaturateToInt16(2 * reluish);
  if (left < 0) reluish = DivideByPowerOfTwo(reluish, -left);
  reluish = (reluish + (1 << 15)) >> 1;
  const int32_t product = reluish * before_shift / (1 << 15);  // Towards 0.
  return static_cast<int8_t>(Clamp(DivideByPowerOfTwo(product, -scales.output.shift) + scales.zero_point, -128, 127));
}

}  // namespace tinyclassify
