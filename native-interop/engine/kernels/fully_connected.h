#ifndef TINYCLASSIFY_ENGINE_KERNELS_FULLY_CONNECTED_H
#define TINYCLASSIFY_ENGINE_KERNELS_FULLY_CONNECTED_H

#include <stdint.h>

#include "engine/buffers.h"
#include "engine/kernels/requantization.h"

namespace tinyclassify {

/// FULLY_CONNECTED, int8. acc[o] = bias[o] + sum over i of (input[i] - input_zero_point) * weight[o, i].
struct FullyConnected {
  int32_t input_size = 1;
  int32_t output_size = 1;
  int32_t input_zero_point = 0;
  const int8_t* weights = nullptr;  ///< [output_size, input_size], any alignment.
  const int32_t* bias = nullptr;    ///< [output_size], 4-byte aligned, or null for none.
  Requantization requantization;    ///< One factor an output, all equal where the weights have one scale.
};

/// The plain kernel. buffers.input int8 [input_size]; buffers.output int8 [output_size]; no scratch, no overlap.
void FullyConnectedReference(const FullyConnected& layer, const Buffers& buffers);

}  // namespace tinyclassify

#endif
