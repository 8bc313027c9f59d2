#include "engine/kernels/copy.h"

#include <string.h>

namespace tinyclassify {

void Concatenate(const Parts& concatenation, const Buffers& buffers) {
  int8_t* output = buffers.output;
  for (int32_t round = 0; round < concatenation.rounds; ++round) {
    for (int32_t i = 0; i < concatenation.count; ++i) {
      const Part& part = concatenation.parts[i];
      memcpy(output, part.data + round * part.bytes, static_cast<size_t>(part.bytes));
      output += part.bytes;
    }
  }
}

void Split(const Parts& split, const Buffers& buffers) {
  const int8_t* input = buffers.input;
  for (int32_t round = 0; round < split.rounds; ++round) {
    for (int32_t i = 0; i < split.count; ++i) {
      const Part& part = split.parts[i];
      memcpy(part.data + round * part.bytes, input, static_cast<size_t>(part.bytes));
      input += part.bytes;
    }
  }
}

void CopySlice(const Slice& slice, const Buffers& buffers) {
  const int32_t* const count = slice.count;
  const int32_t* const step = slice.step;
  int8_t* output = buffers.output;
  for (int32_t n = 0; n < count[0]; ++n) {
    for (int32_t y = 0; y < count[1]; ++y) {
      for (int32_t x = 0; x < count[2]; ++x) {
        const int8_t* from = buffers.input + slice.start + n * step[0] + y * step[1] + x * step[2];
        for (int32_t c = 0; c < count[3]; ++c, from += step[3]) *output++ = *from;
      }
    }
  }
}

}  // namespace tinyclassify
