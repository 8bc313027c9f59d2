#include "engine/api/probability.h"

#include "engine/real_ratio.h"

namespace tinyclassify {
namespace {

constexpr uint32_t kOneQ30 = 1u << 30;

uint32_t MultiplyQ30(uint32_t a, uint32_t b) { return static_cast<uint32_t>((static_cast<uint64_t>(a) * b + (1u << 29)) >> 30); }

// 2^-x for x in [0, 1], Q30: the Taylor polynomial of exp(-x ln 2) up to order 8, whose rest is below 1e-6 of 2^-10.
uint32_t TwoToMinus(uint32_t x) {
  constexpr uint32_t kLn2 = 744261118;  // ln 2 in Q30.
  const uint32_t y = MultiplyQ30(x, kLn2);
  // Horner's rule: 1 - y (1 - y/2 (1 - y/3 (...))); every bracket is in (0, 1].
  uint32_t value = kOneQ30;
  for (uint32_t order = 8; order >= 1; --order) value = kOneQ30 - MultiplyQ30(y, value) / order;
  return value;
}

}  // namespace

uint32_t ScaleInQ24(float scale) {
  const Real real = ExactReal(scale);
  const int32_t shift = real.exponent + 24;
  const auto mantissa = static_cast<uint32_t>(real.mantissa);  // Below 2^24.
  if (mantissa == 0 || shift <= -32) return 0;
  if (shift < 0) return mantissa >> -shift;
  return shift < 8 ? mantissa << shift : 1u << 31;
}

uint32_t ExpOfMinusSteps(uint32_t steps, uint32_t scale_q24) {
  constexpr uint64_t kLog2OfE = 24204406;                                  // log2(e) in Q24.
  const uint64_t exponent_q24 = static_cast<uint64_t>(steps) * scale_q24;  // Below 2^39.
  if (exponent_q24 >= uint64_t{32} << 24) return 0;                        // exp(-32) is below 2^-46.
  const uint64_t exponent2_q24 = (exponent_q24 * kLog2OfE) >> 24;
  const uint32_t whole = static_cast<uint32_t>(exponent2_q24 >> 24);
  const uint32_t fraction_q24 = static_cast<uint32_t>(exponent2_q24 & 0xffffffu);
  return whole > 30 ? 0 : TwoToMinus(fraction_q24 << 6) >> whole;
}

uint32_t LogitPermille(const int8_t* logits, uint32_t count, uint32_t index, float scale) {
  const uint32_t scale_q24 = ScaleInQ24(scale);
  int32_t greatest = -128;
  for (uint32_t i = 0; i < count; ++i) {
    if (logits[i] > greatest) greatest = logits[i];
  }
  uint64_t sum = 0;
  for (uint32_t i = 0; i < count; ++i) sum += ExpOfMinusSteps(static_cast<uint32_t>(greatest - logits[i]), scale_q24);
  const uint64_t share = ExpOfMinusSteps(static_cast<uint32_t>(greatest - logits[index]), scale_q24);
  // (share * 1000 + sum / 2) / sum, bit by bit: at most 1000, and the library's 64-bit division is large.
  uint64_t rest = share * 1000 + sum / 2;
  uint32_t permille = 0;
  for (int32_t bit = 9; bit >= 0; --bit) {
    if (rest < sum << bit) continue;
    rest -= sum << bit;
    permille |= 1u << bit;
  }
  return permille;
}

uint32_t DequantizedPermille(int8_t score, int32_t zero_point, float scale) {
  if (score <= zero_point) return 0;
  const uint64_t thousandths_q24 = static_cast<uint64_t>(score - zero_point) * ScaleInQ24(scale) * 1000;
  const uint64_t rounded = (thousandths_q24 + (1u << 23)) >> 24;
  return rounded > 1000 ? 1000 : static_cast<uint32_t>(rounded);
}

}  // namespace tinyclassify
