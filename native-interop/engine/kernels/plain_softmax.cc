#include <string.h>

#include "engine/kernels/activation_codes.h"
#include "engine/kernels/plain.h"

namespace tinyclassify {
namespace {

constexpr int32_t kInputIntegerBits = 5;
constexpr int32_t kSumIntegerBits = 12;  // Q12.19: up to 4095 exponentials of at most 1.

// One row against its greatest value.
struct SoftmaxRow {
  int32_t greatest;
  int32_t sum;  ///< Of exp(value - greatest), Q12.19; 1 at least.
};

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

// log(x) for x >= 1, Q12.19 to Q5.26, as gemmlowp's kin in TFLite computes it: x = 2^n r with r near sqrt(sqrt(1/2)), of two
// such n the one that has r nearer, and a quotient of polynomials in r for the rest.
int32_t LogOfSum(int32_t x) {
  constexpr int32_t kIntegerBits = 12;
  constexpr int32_t kPowerBits = 25;  // Powers of two are Q6.25.
  constexpr int32_t kQuarter = 1 << (kPowerBits - 2);
  constexpr int32_t kLogOf2 = 1488522236;  // The rest Q0.31.
  constexpr int32_t kFourthRootOfHalf = 1805811301;
  constexpr int32_t kRootOfHalf = 1518500250;
  constexpr int32_t kNumerator = 117049297;        // 11/240 * 2^(1/4)
  constexpr int32_t kDenominator = 127690142;      // 1/20 * 2^(1/4)
  constexpr int32_t kDenominatorOfP = 1057819769;  // 2^(3/4) - 2^(1/4)
  constexpr int32_t kDenominatorOfQ = 638450708;   // 1/4 * 2^(1/4)

  const int32_t zeros = CountLeadingZeros(static_cast<uint32_t>(x));
  const int32_t r_a = SaturatingShiftLeft(DoublingHighMultiply(SaturatingShiftLeft(x, zeros - 1), kRootOfHalf), 1);
  const int32_t power_a = (kIntegerBits - zeros) * (1 << kPowerBits) + kQuarter;
  const int32_t headroom = CountLeadingZeros(static_cast<uint32_t>(DoublingHighMultiply(x, kRootOfHalf))) - 1;
  const int32_t r_b = SaturatingShiftLeft(x, headroom);
  const int32_t power_b = (kIntegerBits - headroom) * (1 << kPowerBits) - kQuarter;
  const int32_t r = r_a < r_b ? r_a : r_b;
  const int32_t power = power_a > power_b ? power_a : power_b;

  const auto p = static_cast<int32_t>((static_cast<int64_t>(r) + kFourthRootOfHalf + 1) / 2);
  const int32_t q = 2 * (r - kFourthRootOfHalf);
  const int32_t q2 = DoublingHighMultiply(q, q);
  const int32_t numerator = DoublingHighMultiply(q, r) + DoublingHighMultiply(DoublingHighMultiply(q, q2), kNumerator);
  const int32_t denominator_less_1 = DoublingHighMultiply(p, kDenominatorOfP + q + DoublingHighMultiply(kDenominator, q2)) +
                                     DoublingHighMultiply(kDenominatorOfQ, q);
  const int32_t rest = DoublingHighMultiply(DivideByPowerOfTwo(numerator, 6), ReciprocalOfOnePlus(denominator_less_1));
  return SaturatingShiftLeft(DoublingHighMultiply(power, kLogOf2) + rest, 1);
}

#if TC_FLOAT_ROUNDING
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
#endif

}  // namespace

#if TC_FLOAT_ROUNDING
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

void LogSoftmaxReference(const Softmax& softmax, const Buffers& buffers) {
  constexpr int32_t kOutputShift = 22;  // From Q5.26 to steps of 1/16.
  const int8_t* input = buffers.input;
  int8_t* output = buffers.output;
  for (int32_t row = 0; row < softmax.rows; ++row, input += softmax.depth, output += softmax.depth) {
    const SoftmaxRow sums = SumExponentials(softmax, input);
    const int32_t log = LogOfSum(sums.sum);
    for (int32_t i = 0; i < softmax.depth; ++i) {
      const int32_t difference = input[i] - sums.greatest;
      int32_t code = -128;
      if (difference >= softmax.difference_min) {
        const int32_t rescaled = Rescale(difference, softmax.input_multiplier);
        // Below that the code is the least one long since.
        if (rescaled >= INT32_MIN + log) code = DivideByPowerOfTwo(rescaled - log, kOutputShift) + 127;
      }
      output[i] = static_cast<int8_t>(Clamp(code, -128, 127));
    }
  }
}

}  // namespace tinyclassify
