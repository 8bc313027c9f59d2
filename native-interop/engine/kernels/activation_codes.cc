#include "engine/kernels/activation_codes.h"

// Fixed-point names: Qi.f has i integer bits, f fraction bits and a sign. The algorithms (a Taylor polynomial around
// -1/8 with a table of exp(-2^k), and three Newton steps from 48/17 - 32/17 d) are gemmlowp's, since every rounding
// counts: https://github.com/google/gemmlowp/blob/master/fixedpoint/fixedpoint.h documents them.

namespace tinyclassify {
namespace {

// exp(x) for x in [-1/4, 0), Q0.31 in and out: exp(-1/8) times the Taylor polynomial of order 4 of x + 1/8.
int32_t ExpOfQuarter(int32_t x) {
  constexpr int32_t kExpOfMinusEighth = 1895147668;
  constexpr int32_t kThird = 715827883;
  const int32_t y = x + (1 << 28);
  const int32_t y2 = DoublingHighMultiply(y, y);
  const int32_t y3 = DoublingHighMultiply(y2, y);
  const int32_t y4_by_4 = DivideByPowerOfTwo(DoublingHighMultiply(y2, y2), 2);
  // y^4/24 + y^3/6 + y^2/2 = ((y^4/4 + y^3) / 3 + y^2) / 2
  const int32_t tail = DivideByPowerOfTwo(DoublingHighMultiply(y4_by_4 + y3, kThird) + y2, 1);
  return kExpOfMinusEighth + DoublingHighMultiply(kExpOfMinusEighth, y + tail);
}

int32_t SaturateToInt16(int32_t value) { return Clamp(value, INT16_MIN, INT16_MAX); }

// round(a * b / 2^15) of two int16, halves upwards.
int32_t DoublingHighMultiply16(int32_t a, int32_t b) { return SaturateToInt16((a * b + (1 << 14)) >> 15); }

// The upper half of a Q31 factor, rounded, as int16.
int32_t UpperHalf(int32_t multiplier) { return multiplier >= INT32_MAX - (1 << 15) ? INT16_MAX : (multiplier + (1 << 15)) >> 16; }

}  // namespace

int32_t SaturatingShiftLeft(int32_t value, int32_t exponent) {
  const int32_t limit = INT32_MAX >> exponent;
  if (value > limit) return INT32_MAX;
  if (value < -limit - 1) return INT32_MIN;
  return static_cast<int32_t>(static_cast<uint32_t>(value) << exponent);
}

int32_t ExpOfNegative(int32_t x, int32_t integer_bits) {
  // x = (a part in [-1/4, 0)) - (a multiple of 1/4), and each bit of the multiple contributes one factor.
  const int32_t quarter = 1 << (29 - integer_bits);
  constexpr int32_t kExpOfMinus[] = {1672461947, 1302514674, 790015084, 290630308, 39332535, 720401, 242};  // 1/4 .. 16
  if (x == 0) return INT32_MAX;
  const int32_t fraction = (x & (quarter - 1)) - quarter;
  const int32_t multiple = fraction - x;
  int32_t result = ExpOfQuarter(SaturatingShiftLeft(fraction, integer_bits));
  for (int32_t i = 0; i < integer_bits + 2; ++i) {
    if ((multiple & (quarter << i)) != 0) result = DoublingHighMultiply(result, kExpOfMinus[i]);
  }
  return result;
}

int32_t ReciprocalOfOnePlus(int32_t x) {
  constexpr int32_t k48By17 = 1515870810;                   // Q2.29
  constexpr int32_t kMinus32By17 = -1010580540;             // Q2.29
  constexpr int32_t kOne = 1 << 29;                         // Q2.29
  const int64_t sum = static_cast<int64_t>(x) + INT32_MAX;  // x >= 0, so halves round upwards.
  const int32_t half_denominator = static_cast<int32_t>((sum + 1) / 2);
  int32_t estimate = k48By17 + DoublingHighMultiply(half_denominator, kMinus32By17);
  for (int32_t step = 0; step < 3; ++step) {
    const int32_t error = kOne - DoublingHighMultiply(half_denominator, estimate);
    estimate += SaturatingShiftLeft(DoublingHighMultiply(estimate, error), 2);
  }
  return SaturatingShiftLeft(estimate, 1);  // Half of it, from Q2.29 to Q0.31.
}

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

int8_t InverseRootCode(int32_t distance, const InverseRoot& scales) {
  if (distance <= 0) return 127;
  // 2^20 / sqrt(distance), by TFLite's five steps of Newton's method from 1, of a distance moved into [2^27, 2^29).
  constexpr int32_t kHalfOfRootOf2 = 1518500250;  // Q31.
  int32_t root = 1 << 20;
  if (distance > 1) {
    const int32_t pairs = (CountLeadingZeros(static_cast<uint32_t>(distance)) - 1) / 2 - 1;
    const int32_t half = DivideByPowerOfTwo(distance << (2 * pairs) >> 1, 1);
    int32_t x = 1 << 28;  // Q28.
    for (int32_t step = 0; step < 5; ++step) {
      const int32_t cube = DoublingHighMultiply(DoublingHighMultiply(x, x), x) * 64;
      x = (DoublingHighMultiply(3 << 27, x) - DoublingHighMultiply(half, cube)) * 8;
    }
    root = DoublingHighMultiply(1 << (9 + pairs), DoublingHighMultiply(x, kHalfOfRootOf2));
  }
  return static_cast<int8_t>(Clamp(Rescale(root, scales.factor) + scales.zero_point, -128, 127));
}

Root RootOf(const Real& value) {
  const int32_t shift = 24 - (value.exponent & 1);
  const uint64_t square = value.mantissa << shift;
  uint32_t root = 0;
  for (uint32_t bit = 1u << 24; bit != 0; bit >>= 1) {
    const uint64_t larger = root | bit;
    if (larger * larger <= square) root |= bit;
  }
  // No square of a half lies among the integers: there are no ties.
  if (square - static_cast<uint64_t>(root) * root > root) ++root;
  return Root{static_cast<int32_t>(root), (value.exponent - shift) / 2};
}

}  // namespace tinyclassify
