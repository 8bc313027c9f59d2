#ifndef TINYCLASSIFY_ENGINE_KERNELS_CORTEX_M_FAST_REQUANTIZATION_H
#define TINYCLASSIFY_ENGINE_KERNELS_CORTEX_M_FAST_REQUANTIZATION_H

#include <stdint.h>

#include "engine/kernels/cortex_m/dsp.h"
#include "engine/requantization.h"

namespace tinyclassify::dsp {

/// One channel's constants in the shape that takes the fewest instructions: ADD, SMMLAR, ASR, SSAT.
///
/// Double rounding is round(t / 2^e), halves away from zero, of t = round(acc * m / 2^31): (t + 2^(e-1) - (t < 0)) >> e.
/// With acc doubled, t is what SMMLAR adds to an addend that holds the rest, and the zero point as zero_point * 2^e. The
/// sign may be acc's: it differs from t's only for t = 0 and acc < 0, and there (2^(e-1) - 1) >> e is 0 as well. Bounds:
/// |acc| < 2^30 (Prepare), so twice it fits and |t| < 2^30; |zero_point * 2^e| <= 2^30 for e <= 22 and zero points up to
/// 255; 2^(e-1) <= 2^21: the sum stays in int32.
///
/// Kernels that hand codes on to one another store them unsigned, as u = code + 128: then saturation ends at 0, and where
/// that is the zero point (of every ReLU and ReLU6) a negative t gives 0 with or without the correction of its sign.
struct ChannelScale {
  ChannelMultiplier multiplier;
  int32_t addend;
  int32_t exponent;

  /// @param doubled  2 * accumulator
  /// @return         the code before saturation
  TC_ALWAYS_INLINE int32_t Apply(int32_t doubled) const {
#if TC_FLOAT_ROUNDING
    return RoundProduct(doubled >> 1, multiplier) + addend;
#elif TC_SINGLE_ROUNDING
    return Rescale(doubled >> 1, Multiplier{multiplier, -exponent}) + addend;
#else
    return MultiplyHighAdd(doubled, multiplier, addend + (doubled >> 31)) >> exponent;
#endif
  }
};

/// @param zero_point  of int8 codes, or 128 more for unsigned ones
TC_ALWAYS_INLINE ChannelScale MakeScale(ChannelMultiplier multiplier, int32_t shift, int32_t zero_point) {
#if TC_SINGLE_ROUNDING
  return ChannelScale{multiplier, zero_point, -shift};
#else
  return ChannelScale{multiplier, (2 * zero_point + 1) * (1 << (-shift - 1)), -shift};
#endif
}

/// What an unsigned code stands above int8.
constexpr int32_t kUnsignedOffset = 128;

// A channel that is not Requantization::IsRegular costs itself, not its layer. The fast kernels give each channel's code
// as multiplier and addend; with a multiplier of 0 that is a constant, the code of the channel's bias. Nearly all such
// channels are constant. The odd ones that are not get their codes from the plain kernel, when the layer is done.

/// Of a channel that is not regular fills in what stands in for its scale; its bias is to be 0 then.
/// @param bias    of the layer, or 0 for none
/// @param offset  of the codes: 0 for int8, kUnsignedOffset for unsigned ones
/// @return whether it is such a channel
bool FillIrregular(const Requantization& to, int32_t channel, int32_t bias, int32_t offset, ChannelScale* scale);

// A fused activation that is narrower than int8, in a second pass over the codes: after saturation it gives the same as
// before it, and networks whose codes use their whole range do not pay for it.

/// int8 codes.
void ClampCodes(int32_t activation_min, int32_t activation_max, int32_t count, int8_t* codes);

/// Unsigned codes as int16, two a word: planes and columns.
void ClampHalves(const Requantization& to, int32_t words, uint32_t* halves);

}  // namespace tinyclassify::dsp

#endif
