#include "engine/kernels/softmax.h"

namespace tinyclassify {
namespace {

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
  const int32_t r_a =
      SaturatingShiftLeft(DoublingHighMultiply(SaturatingShiftLeft(x, zeros - 1), kRootOfHalf), 1);
  const int32_t power_a = (kIntegerBits - zeros) * (1 << kPowerBits) + kQuarter;
  const int32_t headroom = CountLeadingZeros(static_cast<uint32_t>(DoublingHighMultiply(x, kRootOfHalf))) - 1;
  const int32_t r_b = SaturatingShiftLeft(x, headroom);
  const int32_t power_b = (kIntegerBits - headroom) * (1 << kPowerBits) - kQuarter;
  const int32_t r = r_a < r_b ? r_a : r_b;
  const int32_t power = power_a > power_b ? power_a : power_b;

  const auto p = static_cast<int32_t>((static_cast<int64_t>(r) + kFourthRootOfHalf + 1) / 2);
  const int32_t q = 2 * (r - kFourthRootOfHalf);
  const int32_t q2 = DoublingHighMultiply(q, q);
  const int32_t numerator =
      DoublingHighMultiply(q, r) + DoublingHighMultiply(DoublingHighMultiply(q, q2), kNumerator);
  const int32_t denominator_less_1 =
      DoublingHighMultiply(p, kDenominatorOfP + q + DoublingHighMultiply(kDenominator, q2)) +
      DoublingHighMultiply(kDenominatorOfQ, q);
  const int32_t rest = DoublingHighMultiply(DivideByPowerOfTwo(numerator, 6), ReciprocalOfOnePlus(denominator_less_1));
  return SaturatingShiftLeft(DoublingHighMultiply(power, kLogOf2) + rest, 1);
}

}  // namespace

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
