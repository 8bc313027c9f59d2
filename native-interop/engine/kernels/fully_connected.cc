#include "engine/kernels/fully_connected.h"

namespace tinyclassify {

void FullyConnectedReference(const FullyConnected& layer, const Buffers& buffers) {
  for (int32_t o = 0; o < layer.output_size; ++o) {
    const int8_t* weights = layer.weights + o * layer.input_size;
    int32_t accumulator = layer.bias != nullptr ? layer.bias[o] : 0;
    for (int32_t i = 0; i < layer.input_size; ++i) {
      accumulator += (buffers.input[i] - layer.input_zero_point) * weights[i];
    }
    buffers.output[o] = Requantize(accumulator, layer.requantization, o);
  }
}

}  // namespace tinyclassify
