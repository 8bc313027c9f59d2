#ifndef TINYCLASSIFY_ENGINE_KERNELS_DSP_ADD_DSP_H
#define TINYCLASSIFY_ENGINE_KERNELS_DSP_ADD_DSP_H

#include "engine/kernels/add.h"

namespace tinyclassify {

/// Whether AddDsp takes the layer: one input is brought to the common scale by a factor of exactly 1/2 (the one with the
/// larger scale always is), and its short rescaling wants right shifts of the output between 1 and 22.
bool AddDspTakes(const Add& add);

/// `count` elements of the layer, whatever its size; the output may be the place of either input.
void AddCodes(const Add& add, const int8_t* first, const int8_t* second, int32_t count, int8_t* output);

/// As AddReference, byte for byte.
void AddDsp(const Add& add, const Buffers& buffers);

}  // namespace tinyclassify

#endif
