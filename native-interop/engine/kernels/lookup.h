#ifndef TINYCLASSIFY_ENGINE_KERNELS_LOOKUP_H
#define TINYCLASSIFY_ENGINE_KERNELS_LOOKUP_H

#include <stdint.h>

#include "engine/buffers.h"

namespace tinyclassify {

/// Operators of one int8 input that give each code another one, wherever it stands: RELU and its kin, LEAKY_RELU, LOGISTIC,
/// HARD_SWISH, QUANTIZE. What they compute was computed when the model was opened.
struct Lookup {
  int32_t size = 0;               ///< Elements.
  const int8_t* table = nullptr;  ///< [256], of the codes from -128 on.
};

/// Both int8 [size]; the output may be the place of the input.
void LookUp(const Lookup& lookup, const Buffers& buffers);

}  // namespace tinyclassify

#endif
