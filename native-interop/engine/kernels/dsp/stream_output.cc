#include "engine/kernels/dsp/stream_output.h"

#include "engine/kernels/dsp/columns.h"
#include "engine/kernels/dsp/dsp.h"

namespace tinyclassify::dsp {

void NarrowRow(const uint32_t* columns, int32_t width, int32_t channels, int8_t* output) {
  constexpr uint32_t kToSigned = 0x80808080u;
  const int32_t block_words = static_cast<int32_t>(ColumnBytes(channels) / 4);
  for (int32_t x = 0; x < width; ++x) {
    const uint32_t* from = columns + x / kPixels * block_words + 2 * (x % kPixels);
    int32_t count = channels;
    for (; count >= 4; count -= 4, from += kBlockWords, output += 4) {
      Store32(output, (from[0] | from[1] << 8) ^ kToSigned);
    }
    if (count == 0) continue;
    const uint32_t last = (from[0] | from[1] << 8) ^ kToSigned;
    for (int32_t i = 0; i < count; ++i) *output++ = static_cast<int8_t>(last >> (8 * i));
  }
}

}  // namespace tinyclassify::dsp
