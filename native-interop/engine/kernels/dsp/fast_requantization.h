#ifndef TINYCLASSIFY_ENGINE_KERNELS_DSP_FAST_REQUANTIZATION_H
#define TINYCLASSIFY_ENGINE_KERNELS_DSP_FAST_REQUANTIZATION_H

#include <stdint.h>

#include "engine/kernels/dsp/dsp.h"
#include "engine/kernels/requantization.h"

namespace tinyclassify::dsp {

/// One channel's constants in the shape that takes the fewest instructions.
///
/// Double rounding is round(round(acc * m / 2^31) / 2^e), the outer halves away from zero. With acc doubled the inner
/// part is one SMMULR. The outer is (t + (t < 0 ? -1 : 0) + 2^(e-1)) >> e, and the zero point goes into the same addend
/// as zero_point * 2^e. Bounds: |acc| < 2^30 (Prepare), so twice it fits, |t| < 2^30; |zero_point * 2^e| <= 2^29 for
/// e <= 22; 2^(e-1) <= 2^21: the sum stays in int32.
struct ChannelScale {
  ChannelMultiplier multiplier;
  int32_t addend;
  int32_t exponent;

  /// @param doubled  2 * accumulator
  /// @return         the code, saturated to int8
  TC_ALWAYS_INLINE int8_t Apply(int32_t doubled) const {
#if TC_FLOAT_ROUNDING
    return static_cast<int8_t>(SaturateToInt8(RoundProduct(doubled >> 1, multiplier) + addend));
#elif TC_SINGLE_ROUNDING
    return static_cast<int8_t>(SaturateToInt8(Rescale(doubled >> 1, Multiplier{multiplier, -exponent}) + addend));
#else
    const int32_t product = MultiplyHighRounded(doubled, multiplier);
    return static_cast<int8_t>(SaturateToInt8((product + (product >> 31) + addend) >> exponent));
#endif
  }
};

TC_ALWAYS_INLINE ChannelScale MakeScale(ChannelMultiplier multiplier, int32_t shift, int32_t zero_point) {
#if TC_SINGLE_ROUNDING
  return ChannelScale{multiplier, zero_point, -shift};
#else
  return ChannelScale{multiplier, (2 * zero_point + 1) * (1 << (-shift - 1)), -shift};
#endif
}

/// Applies a fused activation that is narrower than int8, in a second pass over the codes: after saturation it gives
/// the same as before it, and networks whose codes use their whole range do not pay for it.
inline void ClampCodes(int8_t* codes, int32_t count, int32_t activation_min, int32_t activation_max) {
  if (activation_min == -128 && activation_max == 127) return;
  for (int32_t i = 0; i < count; ++i) codes[i] = static_cast<int8_t>(Clamp(codes[i], activation_min, activation_max));
}

}  // namespace tinyclassify::dsp

#endif
