#ifndef TINYCLASSIFY_ENGINE_KERNELS_REQUANTIZATION_H
#define TINYCLASSIFY_ENGINE_KERNELS_REQUANTIZATION_H

#include <stdint.h>

#include "engine/fixed_point.h"
#include "engine/float_rounding.h"

namespace tinyclassify {

#if TC_FLOAT_ROUNDING
using ChannelMultiplier = float;  ///< The factor itself.
#else
using ChannelMultiplier = int32_t;  ///< Q31, with a shift beside it.
#endif

/// From accumulators to int8 activations, one factor a channel.
/// real(acc) = acc * input_scale * weight_scale[c]; factor[c] = input_scale * weight_scale[c] / output_scale.
struct Requantization {
  const ChannelMultiplier* multipliers = nullptr;  ///< [channels]
  const int8_t* shifts = nullptr;                  ///< [channels] in [-31, 30].
  int16_t zero_point = 0;                ///< Of the output, [-128, 127]; added, never negated.
  int8_t activation_min = -128;
  int8_t activation_max = 127;
  bool has_fast_shifts = false;  ///< Every shift is in [kFastShiftMin, kFastShiftMax].

  /// Shifts that the short way of the fast kernels takes: to the right, with room for the zero point above.
  static constexpr int32_t kFastShiftMin = -22;
  static constexpr int32_t kFastShiftMax = -1;
};

/// @param accumulator  |accumulator| * 2^max(shift, 0) < 2^30: Prepare proves it from the shapes
/// @return             int8 in [activation_min, activation_max]
inline int8_t Requantize(int32_t accumulator, const Requantization& to, int32_t channel) {
#if TC_FLOAT_ROUNDING
  const int32_t scaled = RoundProduct(accumulator, to.multipliers[channel]);
#else
  const int32_t scaled = Rescale(accumulator, Multiplier{to.multipliers[channel], to.shifts[channel]});
#endif
  return static_cast<int8_t>(Clamp(scaled + to.zero_point, to.activation_min, to.activation_max));
}

}  // namespace tinyclassify

#endif
