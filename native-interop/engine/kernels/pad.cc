#include "engine/kernels/pad.h"

#include <string.h>

namespace tinyclassify {

void PadReference(const Pad& pad, const Buffers& buffers) {
  const uint32_t pixel = pad.before[2] + pad.input[2] + pad.after[2];
  const uint32_t row = (pad.before[1] + pad.input[1] + pad.after[1]) * pixel;
  const uint32_t rows = pad.before[0] + pad.input[0] + pad.after[0];
  memset(buffers.output, pad.value, rows * row);
  const int8_t* input = buffers.input;
  for (uint32_t y = 0; y < pad.input[0]; ++y) {
    int8_t* output = buffers.output + (pad.before[0] + y) * row + pad.before[1] * pixel + pad.before[2];
    for (uint32_t x = 0; x < pad.input[1]; ++x) {
      memcpy(output, input, pad.input[2]);
      input += pad.input[2];
      output += pixel;
    }
  }
}

}  // namespace tinyclassify
