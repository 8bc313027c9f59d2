#ifndef TINYCLASSIFY_ENGINE_KERNELS_DSP_CLAMP_H
#define TINYCLASSIFY_ENGINE_KERNELS_DSP_CLAMP_H

#include <stdint.h>

#include "engine/kernels/requantization.h"

namespace tinyclassify::dsp {

// A fused activation that is narrower than int8, in a second pass over the codes: after saturation it gives the same as
// before it, and networks whose codes use their whole range do not pay for it.

/// int8 codes.
void ClampCodes(int32_t activation_min, int32_t activation_max, int32_t count, int8_t* codes);

/// Unsigned codes as int16, two a word: planes and columns.
void ClampHalves(const Requantization& to, int32_t words, uint32_t* halves);

}  // namespace tinyclassify::dsp

#endif
