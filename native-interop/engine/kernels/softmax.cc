#include "engine/kernels/softmax.h"

#include <string.h>

// Fixed-point names: Qi.f has i integer bits, f fraction bits and a sign. The algorithms (a Taylor polynomial around
// -1/8 with a table of exp(-2^k), and three Newton steps from 48/17 - 32/17 d) are gemmlowp's, since every rounding
// counts: https://github.com/google/gemmlowp/blob/master/fixedpoint/fixedpoint.h documents them.

namespace tinyclassify {
namespace {

constexpr int32_t kInputIntegerBits = 5;
constexpr int32_t kSumIntegerBits = 12;  // Q12.19: up to 4095 exponentials of at most 1.

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

}  // namespace

int32_t SaturatingShiftLeft(int32_t value, int32_t exponent) {
  const int32_t limit = INT32_MAX >> exponent;
  if (value > limit) return INT32_MAX;
  if (value < -limit - 1) return INT32_MIN;
  return static_cast<int32_t>(static_cast<uint32_t>(value) << exponent);
}

SoftmaxRow SumExponentials(const Softmax& softmax, const int8_t* input) {
  SoftmaxRow row = {input[0], 0};
  for (int32_t i = 1; i < softmax.depth; ++i) {
    if (input[i] > row.greatest) row.greatest = input[i];
  }
  for (int32_t i = 0; i < softmax.depth; ++i) {
    const int32_t difference = input[i] - row.greatest;
    if (difference < softmax.difference_min) continue;
    const int32_t exponential = ExpOfNegative(Rescale(difference, softmax.input_multiplier), kInputIntegerBits);
    row.sum += DivideByPowerOfTwo(exponential, kSumIntegerBits);
  }
  return row;
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

#if TC_FLOAT_ROUNDING
namespace {

// exp(x) for x <= 0, rounded once to float32; 0 below the least float. x = n log(2) + r with |r| <= log(2) / 2: 2^n
// times the Taylor polynomial of order 13 of r, whose error is below 2^-57.
float ExpOfNegativeReal(float x) {
  constexpr double kLog2 = 0.6931471805599453;
  constexpr int32_t kOrder = 13;
  if (!(x > -104.0f)) return 0.0f;
  const auto n = static_cast<int32_t>(static_cast<double>(x) / kLog2 - 0.5);
  const double r = static_cast<double>(x) - n * kLog2;
  double sum = 1.0;
  for (int32_t i = kOrder; i >= 1; --i) sum = 1.0 + sum * r / i;
  const uint64_t bits = static_cast<uint64_t>(1023 + n) << 52;
  double power;
  memcpy(&power, &bits, sizeof(power));
  return static_cast<float>(sum * power);
}

}  // namespace

void SoftmaxReference(const Softmax& softmax, const Buffers& buffers) {
  constexpr float kOutputScale = 1.0f / 256.0f;
  const int8_t* input = buffers.input;
  int8_t* output = buffers.output;
  for (int32_t row = 0; row < softmax.rows; ++row, input += softmax.depth, output += softmax.depth) {
    const int32_t greatest = SumExponentials(softmax, input).greatest;
    const auto exponential = [&](int32_t i) {
      return ExpOfNegativeReal(-softmax.step * static_cast<float>(greatest - input[i]));
    };
    float sum = 0.0f;
    for (int32_t i = 0; i < softmax.depth; ++i) sum += exponential(i);
    const float factor = 1.0f / (sum * kOutputScale);
    for (int32_t i = 0; i < softmax.depth; ++i) {
      const auto share = static_cast<int32_t>(exponential(i) * factor + 0.5f);
      output[i] = static_cast<int8_t>(Clamp(share - 128, -128, 127));
    }
  }
}
#else
void SoftmaxReference(const Softmax& softmax, const Buffers& buffers) {
  const int8_t* input = buffers.input;
  int8_t* output = buffers.output;
  for (int32_t row = 0; row < softmax.rows; ++row, input += softmax.depth, output += softmax.depth) {
    const SoftmaxRow sums = SumExponentials(softmax, input);
    // sum = 2^bits_over_one * (1 + x), x in [0, 1): its reciprocal is 2^-bits_over_one / (1 + x).
    const int32_t headroom = CountLeadingZeros(static_cast<uint32_t>(sums.sum));
    const int32_t bits_over_one = kSumIntegerBits - headroom;
    const uint32_t x = (static_cast<uint32_t>(sums.sum) << headroom) - (1u << 31);
    const int32_t reciprocal = ReciprocalOfOnePlus(static_cast<int32_t>(x));
    const int32_t exponent = bits_over_one + 31 - 8;
    for (int32_t i = 0; i < softmax.depth; ++i) {
      const int32_t difference = input[i] - sums.greatest;
      // Among 512 equal classes and more, each has less than half a step.
      if (difference < softmax.difference_min || exponent > 31) {
        output[i] = -128;
        continue;
      }
      const int32_t exponential = ExpOfNegative(Rescale(difference, softmax.input_multiplier), kInputIntegerBits);
      const int32_t share = DivideByPowerOfTwo(DoublingHighMultiply(reciprocal, exponential), exponent);
      output[i] = static_cast<int8_t>(Clamp(share - 128, -128, 127));
    }
  }
}
#endif

}  // namespace tinyclassify
