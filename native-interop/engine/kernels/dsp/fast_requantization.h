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
class ChannelScale {
 public:
  TC_ALWAYS_INLINE ChannelScale(int32_t multiplier, int32_t shift, int32_t zero_point)
      : multiplier_(multiplier), exponent_(-shift) {
#if TC_SINGLE_ROUNDING
    addend_ = zero_point;
#else
    addend_ = (2 * zero_point + 1) * (1 << (exponent_ - 1));
#endif
  }

  /// From constants that were worked out before.
  enum Prepared { kPrepared };
  TC_ALWAYS_INLINE ChannelScale(int32_t multiplier, int32_t exponent, int32_t addend, Prepared)
      : multiplier_(multiplier), exponent_(exponent), addend_(addend) {}

  int32_t multiplier() const { return multiplier_; }
  int32_t exponent() const { return exponent_; }
  int32_t addend() const { return addend_; }

  /// @param doubled  2 * accumulator
  /// @return         before saturation
  TC_ALWAYS_INLINE int32_t Apply(int32_t doubled) const {
#if TC_SINGLE_ROUNDING
    return Rescale(doubled >> 1, Multiplier{multiplier_, -exponent_}) + addend_;
#else
    const int32_t product = MultiplyHighRounded(doubled, multiplier_);
    return (product + (product >> 31) + addend_) >> exponent_;
#endif
  }

 private:
  int32_t multiplier_;
  int32_t exponent_;
  int32_t addend_;
};

/// Saturates to int8, and to the fused activation's range where kClamp says that it is narrower.
template <bool kClamp>
TC_ALWAYS_INLINE int8_t Saturate(int32_t value, int32_t activation_min, int32_t activation_max) {
  const int32_t saturated = SaturateToInt8(value);
  return static_cast<int8_t>(kClamp ? Clamp(saturated, activation_min, activation_max) : saturated);
}

inline bool HasFullRange(const Requantization& to) { return to.activation_min == -128 && to.activation_max == 127; }

}  // namespace tinyclassify::dsp

#endif
