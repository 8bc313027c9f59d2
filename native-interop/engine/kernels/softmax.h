#ifndef TINYCLASSIFY_ENGINE_KERNELS_SOFTMAX_H
#define TINYCLASSIFY_ENGINE_KERNELS_SOFTMAX_H

#include <stdint.h>

#include "engine/buffers.h"
#include "engine/fixed_point.h"
#include "engine/rounding.h"

namespace tinyclassify {

/// SOFTMAX, int8 to int8 with output scale 1/256 and zero point -128, and LOG_SOFTMAX with 1/16 and 127; in fixed point as
/// TFLM defines them: bit for bit. In float rounding SOFTMAX is LiteRT's, in float32.
struct Softmax {
  int32_t rows = 1;
  int32_t depth = 1;            ///< Values that share one sum, [1, 4095]: their sum of exponentials is Q12.19.
  Multiplier input_multiplier;  ///< beta * input_scale * 2^26: from input steps to Q5.26. Above 1.
  int32_t difference_min = 0;   ///< Inputs further below the greatest than this count as exp = 0.
#if TC_FLOAT_ROUNDING
  float step = 0.0f;  ///< beta * input_scale.
#endif
};

/// The plain kernels. Both int8 [rows, depth]; the output may be the place of the input.
void SoftmaxReference(const Softmax& softmax, const Buffers& buffers);
void LogSoftmaxReference(const Softmax& softmax, const Buffers& buffers);

/// One row against its greatest value.
struct SoftmaxRow {
  int32_t greatest;
  int32_t sum;  ///< Of exp(value - greatest), Q12.19; 1 at least.
};
SoftmaxRow SumExponentials(const Softmax& softmax, const int8_t* input);

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
