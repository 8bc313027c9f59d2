#include "engine/real_ratio.h"

#include <string.h>

namespace tinyclassify {

Real ExactReal(float value) {
  uint32_t bits;
  memcpy(&bits, &value, sizeof(bits));
  const uint32_t biased_exponent = bits >> 23;  // With the sign on top.
  const uint32_t fraction = bits & 0x7fffffu;
  if (biased_exponent >= 255) return Real();  // Negative, infinite or not a number.
  if (biased_exponent == 0) return fraction == 0 ? Real() : Real{fraction, -149};
  return Real{fraction | 0x800000u, static_cast<int32_t>(biased_exponent) - 150};
}

Real Product(float a, float b) {
  const Real first = ExactReal(a);
  const Real second = ExactReal(b);
  return Real{first.mantissa * second.mantissa, first.exponent + second.exponent};
}

bool QuantizeRatio(const Real& numerator, float denominator, Multiplier* multiplier) {
  const Real below = ExactReal(denominator);
  uint64_t dividend = numerator.mantissa;
  auto divisor = static_cast<uint32_t>(below.mantissa);
  if (dividend == 0 || divisor == 0) return false;
  // value = dividend / divisor * 2^exponent, with the highest bits at 63 and 23.
  int32_t exponent = numerator.exponent - below.exponent;
  const auto upper = static_cast<uint32_t>(dividend >> 32);
  const int32_t dividend_shift = upper != 0 ? CountLeadingZeros(upper) : 32 + CountLeadingZeros(static_cast<uint32_t>(dividend));
  const int32_t divisor_shift = CountLeadingZeros(divisor) - 8;
  dividend <<= dividend_shift;
  divisor <<= divisor_shift;
  exponent += divisor_shift - dividend_shift;

  // Eight bits a step: a rest below 2^24 leaves room for them in 32. The library's 64-bit division has 900 bytes. The
  // dividend's highest 24 bits go first.
  uint32_t rest = static_cast<uint32_t>(dividend >> 40);
  uint64_t quotient = rest / divisor;
  rest %= divisor;
  dividend <<= 24;
  for (int32_t step = 0; step < 7; ++step, dividend <<= 8) {
    const uint32_t part = rest << 8 | static_cast<uint32_t>(dividend >> 56);
    quotient = quotient << 8 | part / divisor;
    rest = part % divisor;
  }
  // 16 bits more than the dividend had: quotient in [2^55, 2^57]. To 54, of which the last tells halves.
  for (exponent -= 16; quotient >> 54 != 0; quotient >>= 1, ++exponent) rest |= static_cast<uint32_t>(quotient & 1);
  const bool up = (quotient & 1) != 0 && (rest != 0 || (quotient & 2) != 0);
  quotient = (quotient >> 1) + (up ? 1 : 0);

  // value = quotient * 2^(exponent + 1) = (quotient / 2^53) * 2^shift; quotient in [2^52, 2^53].
  int32_t shift = exponent + 54;
  auto rounded = static_cast<uint32_t>((quotient + (uint64_t{1} << 21)) >> 22);
  if (rounded >> 31 != 0) {
    rounded >>= 1;
    ++shift;
  }
  if (shift > 30) return false;
  *multiplier = shift < -31 ? Multiplier{} : Multiplier{static_cast<int32_t>(rounded), shift};
  return true;
}

}  // namespace tinyclassify
