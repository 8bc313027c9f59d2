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
  int32_t exponent = numerator.exponent - up - denominator.exponent + down - 32;
  const uint64_t dividend = numerator.mantissa << up;
  const uint32_t divisor = static_cast<uint32_t>(denominator.mantissa << down);
  // Bit by bit: it runs once a channel when a model is opened, and the library's 64-bit division has 900 bytes. The top
  // 23 bits are below the divisor.
  uint32_t rest = static_cast<uint32_t>(dividend >> 25);
  uint64_t quotient = 0;
  for (int32_t bit = 24; bit >= -32; --bit) {
    rest <<= 1;
    if (bit >= 0) rest |= static_cast<uint32_t>(dividend >> bit) & 1;
    quotient <<= 1;
    if (rest >= divisor) {
      rest -= divisor;
      quotient |= 1;
    }
  }

  const int32_t dropped_bits = BitLength(quotient) - 53;
  const uint64_t dropped = quotient & ((uint64_t{1} << dropped_bits) - 1);
  const uint64_t half = uint64_t{1} << (dropped_bits - 1);
  quotient >>= dropped_bits;
  exponent += dropped_bits;
  if (dropped > half || (dropped == half && (rest != 0 || (quotient & 1) != 0))) ++quotient;

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
