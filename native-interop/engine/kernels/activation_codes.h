#ifndef TINYCLASSIFY_ENGINE_KERNELS_ACTIVATION_CODES_H
#define TINYCLASSIFY_ENGINE_KERNELS_ACTIVATION_CODES_H

#include <stdint.h>

#include "engine/real_ratio.h"
#include "engine/rounding.h"

namespace tinyclassify {

// One code of the functions that Lookup tabulates, each as TFLite defines it, and what they and SOFTMAX have in common.

/// LOGISTIC: the code of 1 / (1 + exp(-x)) with scale 1/256 and zero point -128.
/// @param factor  input_scale * 2^27: from input steps to Q4.27. At least 1.
int8_t LogisticCode(int32_t distance, Multiplier factor);

/// HARD_SWISH, x * min(max(x + 3, 0), 6) / 6, in int16 as TFLite has it.
struct HardSwish {
  Multiplier output;       ///< input_scale / 128 / output_scale; its shift in [-15, 0].
  Multiplier reluish;      ///< input_scale / 128 / (3 / 32768); its shift in [-15, 15].
  int32_t zero_point = 0;  ///< Of the output.
};
int8_t HardSwishCode(int32_t distance, const HardSwish& scales);

/// RSQRT: the code of 1 / sqrt(x), with TFLite's fixed-point root.
struct InverseRoot {
  Multiplier factor;       ///< 1 / (sqrt(input_scale) * output_scale) / 2^20; its shift in [-31, 10].
  int32_t zero_point = 0;  ///< Of the output.
};
/// At distance 0, and below it, where the function has no value, 127.
int8_t InverseRootCode(int32_t distance, const InverseRoot& scales);

/// sqrt(value) = mantissa * 2^exponent as a float32 has it: rounded to 24 bits. `value` as ExactReal gives it.
struct Root {
  int32_t mantissa;  ///< In [2^23, 2^24].
  int32_t exponent;
};
Root RootOf(const Real& value);

/// value * 2^exponent, saturated. exponent in [0, 31].
int32_t SaturatingShiftLeft(int32_t value, int32_t exponent);

/// exp(x) for x <= 0.
/// @param x             with so many integer bits, 4 or 5: Q4.27 or Q5.26
/// @return              Q0.31 (just below 1 for x = 0)
int32_t ExpOfNegative(int32_t x, int32_t integer_bits);

/// 1 / (1 + x) for x in [0, 1). @param x  Q0.31 @return Q0.31
int32_t ReciprocalOfOnePlus(int32_t x);

}  // namespace tinyclassify

#endif
