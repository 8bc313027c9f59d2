#include "engine/real_ratio.h"

#include <string.h>

namespace tinyclassify {
namespace {

int32_t BitLength(uint64_t value) {
  int32_t bits = 0;
  for (; value != 0; value >>= 1) ++bits;
  return bits;
}

}  // namespace

Real ExactReal(float value) {
  uint32_t bits;
  memcpy(&bits, &value, sizeof(bits));
  const uint32_t biased_exponent = bits >> 23;  // With the sign on top.
  const uint32_t fraction = bits & 0x7fffffu;
  if (biased_exponent >= 255) return Real();  // Negative, infinite or not a number.
  if (biased_exponent == 0) return fraction == 0 ? Real() : Real{fraction, -149};
  return Real{fraction | 0x800000u, static_cast<int32_t>(biased_exponent) - 150};
}

Real Multiply(Real a, Real b) { return Real{a.mantissa * b.mantissa, a.exponent + b.exponent}; }

int32_t CompareWithPowerOfTwo(Real a, int32_t exponent) {
  const int32_t bits = BitLength(a.mantissa);
  const int32_t difference = bits - 1 + a.exponent - exponent;
  if (difference != 0) return difference;
  return a.mantissa == uint64_t{1} << (bits - 1) ? 0 : 1;
}

bool QuantizeRatio(Real numerator, Real denominator, Multiplier* multiplier) {
  // Normalised to 48 and 24 bits, the quotient with 32 fraction bits has 56 or 57.
  const int32_t up = 48 - BitLength(numerator.mantissa);
  const int32_t down = 24 - BitLength(denominator.mantissa);
  const uint64_t n = numerator.mantissa << up;
  const uint64_t d = denominator.mantissa << down;
  int32_t exponent = numerator.exponent - up - denominator.exponent + down - 32;

  const uint64_t high_rest = n % d;
  const uint64_t low_rest = (high_rest << 32) % d;
  uint64_t quotient = ((n / d) << 32) | ((high_rest << 32) / d);

  const int32_t dropped_bits = BitLength(quotient) - 53;
  const uint64_t dropped = quotient & ((uint64_t{1} << dropped_bits) - 1);
  const uint64_t half = uint64_t{1} << (dropped_bits - 1);
  quotient >>= dropped_bits;
  exponent += dropped_bits;
  if (dropped > half || (dropped == half && (low_rest != 0 || (quotient & 1) != 0))) ++quotient;

  // 53 (or, after a carry, 54) bits; value = quotient * 2^exponent = (quotient / 2^53) * 2^shift.
  int32_t shift = exponent + 53;
  uint64_t rounded = (quotient + (uint64_t{1} << 21)) >> 22;
  while (rounded >= uint64_t{1} << 31) {
    rounded >>= 1;
    ++shift;
  }
  if (shift > 30) return false;
  *multiplier = shift < -31 ? Multiplier{} : Multiplier{static_cast<int32_t>(rounded), shift};
  return true;
}

}  // namespace tinyclassify
