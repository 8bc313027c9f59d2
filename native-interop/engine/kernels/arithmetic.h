#ifndef TINYCLASSIFY_ENGINE_KERNELS_ARITHMETIC_H
#define TINYCLASSIFY_ENGINE_KERNELS_ARITHMETIC_H

#include <stdint.h>

#include "engine/layers.h"

namespace tinyclassify {

// One element of ADD, SUB, MUL and SQUARED_DIFFERENCE.

inline int8_t AddOne(const Add& add, int32_t input, int32_t second) {
#if TC_FLOAT_ROUNDING
  if (add.factors.shift != 0) {
    const int32_t value = add.factors.Sum(input - add.input_zero_point, second - add.second_zero_point);
    return static_cast<int8_t>(Clamp(value + add.output_zero_point, add.activation_min, add.activation_max));
  }
#endif
  const int32_t a = Rescale((input - add.input_zero_point) * (1 << Add::kLeftShift), add.input_multiplier);
  const int32_t b = Rescale((second - add.second_zero_point) * (1 << Add::kLeftShift), add.second_multiplier);
  const int32_t sum = Rescale(a + b, add.output_multiplier) + add.output_zero_point;
  return static_cast<int8_t>(Clamp(sum, add.activation_min, add.activation_max));
}

inline int8_t SubtractOne(const Add& subtract, int32_t input, int32_t second) {
#if TC_FLOAT_ROUNDING
  if (subtract.factors.shift != 0) {
    const int32_t value = subtract.factors.Sum(input - subtract.input_zero_point, subtract.second_zero_point - second);
    return static_cast<int8_t>(Clamp(value + subtract.output_zero_point, subtract.activation_min, subtract.activation_max));
  }
#endif
  const int32_t a = Rescale((input - subtract.input_zero_point) * (1 << Add::kLeftShift), subtract.input_multiplier);
  const int32_t b = Rescale((second - subtract.second_zero_point) * (1 << Add::kLeftShift), subtract.second_multiplier);
  const int32_t difference = Rescale(a - b, subtract.output_multiplier) + subtract.output_zero_point;
  return static_cast<int8_t>(Clamp(difference, subtract.activation_min, subtract.activation_max));
}

inline int8_t MultiplyOne(const Add& multiply, int32_t input, int32_t second) {
  const int32_t product = (input - multiply.input_zero_point) * (second - multiply.second_zero_point);
  int32_t value;
#if TC_FLOAT_ROUNDING
  if (multiply.product_factor != 0.0f) {
    value = RoundProduct(product, multiply.product_factor);
  } else
#endif
  {
    value = Rescale(product, multiply.output_multiplier);
  }
  return static_cast<int8_t>(Clamp(value + multiply.output_zero_point, multiply.activation_min, multiply.activation_max));
}

inline int8_t SquareDifferenceOne(const Add& op, int32_t input, int32_t second) {
  const int32_t a = Rescale((input - op.input_zero_point) * (1 << 7), op.input_multiplier);
  const int32_t b = Rescale((second - op.second_zero_point) * (1 << 7), op.second_multiplier);
  const int32_t value = Rescale((a - b) * (a - b), op.output_multiplier) + op.output_zero_point;
  return static_cast<int8_t>(Clamp(value, op.activation_min, op.activation_max));
}

}  // namespace tinyclassify

#endif
