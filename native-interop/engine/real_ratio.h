#ifndef TINYCLASSIFY_ENGINE_REAL_RATIO_H
#define TINYCLASSIFY_ENGINE_REAL_RATIO_H

#include <stdint.h>

#include "engine/rounding.h"

namespace tinyclassify {

/// A positive real number mantissa * 2^exponent, exact; mantissa in [1, 2^48).
struct Real {
  uint64_t mantissa = 0;
  int32_t exponent = 0;
};

/// The exact value of a positive, finite float; mantissa 0 for anything else.
Real ExactReal(float value);

/// a * b, exact; mantissa 0 where one of them is not positive and finite.
Real Product(float a, float b);

/// numerator / denominator as TFLite's QuantizeMultiplier gives it for a quotient of doubles: rounded to 53 bits
/// (halves to even), then to 31 (halves away from zero). In integers, so that every machine gets the same bits and the
/// microcontroller needs no double arithmetic.
/// @return false where the factor is 2^30 or more, or one of the two is not positive and finite; factors below 2^-32
///         become 0, as in TFLite
bool QuantizeRatio(const Real& numerator, float denominator, Multiplier* multiplier);

}  // namespace tinyclassify

#endif
