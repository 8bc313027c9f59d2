#ifndef TINYCLASSIFY_ENGINE_KERNELS_ADD_H
#define TINYCLASSIFY_ENGINE_KERNELS_ADD_H

#include <stdint.h>

#include "engine/buffers.h"
#include "engine/fixed_point.h"
#include "engine/kernels/sum_factors.h"

namespace tinyclassify {

/// ADD, int8, equal shapes. Both inputs are brought to the scale 2 * max(scale1, scale2) with 20 more bits, added, and
/// brought to the output's scale. Bounds: |input - zero_point| <= 255, times 2^20 is below 2^28; both factors are at
/// most 1/2, so the sum is below 2^28 too.
struct Add {
  int32_t size = 0;  ///< Elements.
  int32_t input_zero_point = 0;
  int32_t second_zero_point = 0;
  int32_t output_zero_point = 0;
  Multiplier input_multiplier;   ///< At most 1/2.
  Multiplier second_multiplier;  ///< At most 1/2.
  Multiplier output_multiplier;  ///< Below 1.
#if TC_FLOAT_ROUNDING
  SumFactors factors;  ///< LiteRT's way, where it takes the scales.
#endif
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

/// The plain kernel. All three int8 [size]; the output may be the place of either input.
void AddReference(const Add& add, const Buffers& buffers);

}  // namespace tinyclassify

#endif
