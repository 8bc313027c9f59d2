#ifndef TINYCLASSIFY_ENGINE_KERNELS_ADD_H
#define TINYCLASSIFY_ENGINE_KERNELS_ADD_H

#include <stdint.h>

#include "engine/buffers.h"
#include "engine/fixed_point.h"
#include "engine/float_rounding.h"
#include "engine/kernels/broadcast.h"
#include "engine/kernels/sum_factors.h"
#include "engine/rounding.h"

namespace tinyclassify {

/// ADD, SUB and MUL, int8. For sums and differences both inputs are brought to the scale 2 * max(scale1, scale2) with 20 more bits, added, and
/// brought to the output's scale. Bounds: |input - zero_point| <= 255, times 2^20 is below 2^28; both factors are at
/// most 1/2, so the sum is below 2^28 too. A product (input - zero_point) * (second - zero_point) is below 2^16, and needs
/// the output's factor alone.
struct Add {
  int32_t size = 0;  ///< Elements of the output.
  int32_t input_zero_point = 0;
  int32_t second_zero_point = 0;
  int32_t output_zero_point = 0;
  Multiplier input_multiplier;   ///< At most 1/2.
  Multiplier second_multiplier;  ///< At most 1/2.
  Multiplier output_multiplier;  ///< Below 1; of MUL, below 2^14.
#if TC_FLOAT_ROUNDING
  SumFactors factors;           ///< LiteRT's way, where it takes the scales.
  float product_factor = 0.0f;  ///< The same of MUL; 0 where it does not take them.
#endif
  const Broadcast* broadcast = nullptr;  ///< Null where both inputs have the output's shape.
  int8_t activation_min = -128;
  int8_t activation_max = 127;

  static constexpr int32_t kLeftShift = 20;
};

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
    return static_cast<int8_t>(
        Clamp(value + subtract.output_zero_point, subtract.activation_min, subtract.activation_max));
  }
#endif
  const int32_t a =
      Rescale((input - subtract.input_zero_point) * (1 << Add::kLeftShift), subtract.input_multiplier);
  const int32_t b =
      Rescale((second - subtract.second_zero_point) * (1 << Add::kLeftShift), subtract.second_multiplier);
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
  return static_cast<int8_t>(
      Clamp(value + multiply.output_zero_point, multiply.activation_min, multiply.activation_max));
}

/// The plain kernels. All three int8; the output may be the place of an input of its shape.
void AddReference(const Add& add, const Buffers& buffers);
void SubtractReference(const Add& subtract, const Buffers& buffers);
void MultiplyReference(const Add& multiply, const Buffers& buffers);

}  // namespace tinyclassify

#endif
