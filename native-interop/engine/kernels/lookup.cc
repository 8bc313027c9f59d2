#include "engine/kernels/lookup.h"

namespace tinyclassify {

void LookUp(const Lookup& lookup, const Buffers& buffers) {
  const int8_t* const middle = lookup.table + 128;
  const int8_t* input = buffers.input;
  int8_t* output = buffers.output;
  int32_t rest = lookup.size;
  for (; rest >= 4; rest -= 4, input += 4, output += 4) {
    const int8_t codes[] = {middle[input[0]], middle[input[1]], middle[input[2]], middle[input[3]]};
    for (int32_t i = 0; i < 4; ++i) output[i] = codes[i];
  }
  for (; rest > 0; --rest) *output++ = middle[*input++];
}

}  // namespace tinyclassify
