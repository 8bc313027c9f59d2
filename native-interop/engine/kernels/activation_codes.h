#ifndef TINYCLASSIFY_ENGINE_KERNELS_ACTIVATION_CODES_H
#define TINYCLASSIFY_ENGINE_KERNELS_ACTIVATION_CODES_H

#include <stdint.h>

#include "engine/fixed_point.h"

// One code of the activations that Lookup tabulates, each as TFLite defines it.

namespace tinyclassify {

/// LOGISTIC: the code of 1 / (1 + exp(-x)) with scale 1/256 and zero point -128.
/// @param factor  input_scale * 2^27: from input steps to Q4.27. At least 1.
int8_t LogisticCode(int32_t distance, Multiplier factor);

/// HARD_SWISH, x * min(max(x + 3, 0), 6) / 6, in int16 as TFLite has it.
struct HardSwish {
  Multiplier output;   ///< input_scale / 128 / output_scale; its shift in [-15, 0].
  Multiplier reluish;  ///< input_scale / 128 / (3 / 32768); its shift in [-15, 15].
  int32_t zero_point = 0;  ///< Of the output.
};
int8_t HardSwishCode(int32_t distance, const HardSwish& scales);

}  // namespace tinyclassify

#endif
