#ifndef TINYCLASSIFY_ENGINE_KERNELS_DSP_ADD_DSP_H
#define TINYCLASSIFY_ENGINE_KERNELS_DSP_ADD_DSP_H

#include "engine/kernels/add.h"

namespace tinyclassify {

/// Whether AddDsp takes the layer: its short rescaling wants right shifts of the output between 1 and 22.
bool AddDspTakes(const Add& add);

/// As AddReference, byte for byte.
void AddDsp(const Add& add, const Buffers& buffers);

}  // namespace tinyclassify

#endif
