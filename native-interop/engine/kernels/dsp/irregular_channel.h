#ifndef TINYCLASSIFY_ENGINE_KERNELS_DSP_IRREGULAR_CHANNEL_H
#define TINYCLASSIFY_ENGINE_KERNELS_DSP_IRREGULAR_CHANNEL_H

#include <stdint.h>

#include "engine/kernels/dsp/fast_requantization.h"

// A channel that is not Requantization::IsRegular costs itself, not its layer. The fast kernels give each channel's code as
// multiplier and addend; with a multiplier of 0 that is a constant. Where all weights are 0 it is the channel's code.
// Elsewhere the channel is odd: it is computed a second time, as the plain kernels do, over the constant.

namespace tinyclassify::dsp {

/// What stands in for the scale and the bias of such a channel.
struct IrregularChannel {
  ChannelScale scale;
  int32_t bias;  ///< 1 for an odd channel, or else 0.
};

/// The weights of one channel.
struct ChannelWeights {
  const int8_t* first;
  int32_t count;
  int32_t step;
};

/// @param bias    of the layer, or 0 for none
/// @param offset  of the codes: 0 for int8, kUnsignedOffset for unsigned ones
IrregularChannel MakeIrregular(const Requantization& to, int32_t channel, int32_t bias, const ChannelWeights& weights,
                               int32_t offset);

/// Requantize, plus `offset`.
int32_t PlainCode(int32_t accumulator, const Requantization& to, int32_t channel, int32_t offset);

/// Whether a channel of a layer must be made irregular.
TC_ALWAYS_INLINE bool IsIrregular(const Requantization& to, int32_t channel, int32_t bias) {
  return !to.is_regular && (to.multipliers[channel] == 0 || !Requantization::IsRegular(bias, to.shifts[channel]));
}

/// Whether the constants are those of an odd channel, in a layer that is not regular.
template <typename Constants>
bool IsOdd(const Constants& constants, int32_t bias) {
  return constants.scale.multiplier == 0 && bias == 1;
}

}  // namespace tinyclassify::dsp

#endif
