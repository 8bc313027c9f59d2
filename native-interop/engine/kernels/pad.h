#ifndef TINYCLASSIFY_ENGINE_KERNELS_PAD_H
#define TINYCLASSIFY_ENGINE_KERNELS_PAD_H

#include <stdint.h>

#include "engine/buffers.h"

namespace tinyclassify {

/// PAD, int8 NHWC: puts the input into a larger box filled with the output's zero point, the code of real 0.
struct Pad {
  uint32_t input[3] = {1, 1, 1};   ///< Height, width, channels.
  uint32_t before[3] = {0, 0, 0};  ///< Padding before each.
  uint32_t after[3] = {0, 0, 0};   ///< Padding behind each.
  int8_t value = 0;
};

/// The plain kernel. buffers.input int8 of the input's shape; buffers.output larger by the padding; no scratch, no
/// overlap.
void PadReference(const Pad& pad, const Buffers& buffers);

}  // namespace tinyclassify

#endif
