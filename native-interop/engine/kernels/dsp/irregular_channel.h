#ifndef TINYCLASSIFY_ENGINE_KERNELS_DSP_IRREGULAR_CHANNEL_H
#define TINYCLASSIFY_ENGINE_KERNELS_DSP_IRREGULAR_CHANNEL_H

#include <stdint.h>

#include "engine/kernels/dsp/fast_requantization.h"

// A channel that is not Requantization::IsRegular costs itself, not its layer. The fast kernels give each channel's code
// as multiplier and addend; with a multiplier of 0 that is a constant, the code of the channel's bias. Nearly all such
// channels are constant. The odd ones that are not get their codes from the plain kernel, when the layer is done.

namespace tinyclassify::dsp {

/// Of a channel that is not regular fills in what stands in for its scale; its bias is to be 0 then.
/// @param bias    of the layer, or 0 for none
/// @param offset  of the codes: 0 for int8, kUnsignedOffset for unsigned ones
/// @return whether it is such a channel
bool FillIrregular(const Requantization& to, int32_t channel, int32_t bias, int32_t offset, ChannelScale* scale);

}  // namespace tinyclassify::dsp

#endif
