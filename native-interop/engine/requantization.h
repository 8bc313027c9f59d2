#ifndef TINYCLASSIFY_ENGINE_REQUANTIZATION_H
#define TINYCLASSIFY_ENGINE_REQUANTIZATION_H

#include <stdint.h>

#include "engine/rounding.h"

namespace tinyclassify {

#if TC_FLOAT_ROUNDING
using ChannelMultiplier = float;  ///< The factor itself.
#else
using ChannelMultiplier = int32_t;  ///< Q31, with a shift beside it.
#endif

/// Some of a layer's output channels.
struct ChannelList {
  const uint16_t* channels;  ///< [count], or null for the first `count`.
  int32_t count;
};

/// From accumulators to int8 activations, one factor a channel.
/// real(acc) = acc * input_scale * weight_scale[c]; factor[c] = input_scale * weight_scale[c] / output_scale.
struct Requantization {
  const ChannelMultiplier* multipliers;  ///< [channels]
  const int8_t* shifts;                  ///< [channels] in [-31, 30].
  int16_t zero_point;                    ///< Of the output, [-128, 127]; added, never negated.
  int8_t activation_min;
  int8_t activation_max;
  bool is_regular;     ///< Every channel is.
  uint16_t odd_count;  ///< Channels that are neither regular nor constant.

  /// Shifts that the short way of the fast kernels takes: to the right, with room for the zero point above.
  static constexpr int32_t kFastShiftMin = -22;
  static constexpr int32_t kFastShiftMax = -1;

  /// Biases with room for the doubling of the fast kernels' accumulators. TFLite's converter writes +-2^30 for channels
  /// that died in training, with a scale near 0 and weights of (nearly) all zeros.
  static constexpr int32_t kFastBias = 1 << 29;

  /// Whether the fast kernels compute a channel with such numbers in their short way: |accumulator| < 2^30. They take
  /// the others as constants; those that are not (the odd ones) the plain kernel computes once more, behind the layer.
  static constexpr bool IsRegular(int32_t bias, int32_t shift) {
    return bias > -kFastBias && bias < kFastBias && shift >= kFastShiftMin && shift <= kFastShiftMax;
  }

  /// The odd channels of so many, [odd_count]: Prepare puts them behind the shifts.
  ChannelList OddOnes(int32_t channels) const {
    const auto behind = reinterpret_cast<uintptr_t>(shifts + channels);
    return ChannelList{reinterpret_cast<const uint16_t*>(behind + behind % sizeof(uint16_t)), odd_count};
  }
};

/// @param accumulator  times 2^max(shift, 0) an int32: Prepare proves it from the weights
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
