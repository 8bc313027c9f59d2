#ifndef TINYCLASSIFY_ENGINE_KERNELS_POOL_2D_H
#define TINYCLASSIFY_ENGINE_KERNELS_POOL_2D_H

#include <stdint.h>

#include "engine/buffers.h"
#include "engine/kernels/window.h"

namespace tinyclassify {

/// AVERAGE_POOL_2D and MAX_POOL_2D, int8; input and output have the same scale and zero point. Padding is left out: the
/// mean is over the taps inside the input, and there is one at least.
struct Pool2D {
  Window window;
  int16_t channels = 1;
  bool is_mean = false;  ///< Or else the greatest.
  int8_t activation_min = -128;
  int8_t activation_max = 127;
};

/// The plain kernel. buffers.input int8 [input_height, input_width, channels]; buffers.output int8 [output_height,
/// output_width, channels]; no scratch, no overlap. The mean rounds halves away from zero.
void Pool2DReference(const Pool2D& pool, const Buffers& buffers);

}  // namespace tinyclassify

#endif
