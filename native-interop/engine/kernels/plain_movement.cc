#include <string.h>

#include "engine/kernels/plain.h"

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
