#include "engine/kernels/cortex_m/columns.h"

#include <string.h>

#include "engine/kernels/cortex_m/dsp.h"

namespace tinyclassify::dsp {
namespace {

// A block of 4 int8 to int16: SXTAB16 twice, STRD.
TC_ALWAYS_INLINE void WidenBlock(uint32_t bytes, uint32_t minus_zero_points, uint32_t* to) {
  to[0] = ExtendAddEven(minus_zero_points, bytes);
  to[1] = ExtendAddOdd(minus_zero_points, bytes);
}

// Blocks that lie side by side, four a step.
TC_NEVER_INLINE uint32_t* Widen(const int8_t* from, int32_t blocks, uint32_t minus_zero_points, uint32_t* to) {
  for (; blocks >= 4; blocks -= 4, from += 16, to += 4 * kBlockWords) {
    WidenBlock(Load32(from), minus_zero_points, to);
    WidenBlock(Load32(from + 4), minus_zero_points, to + kBlockWords);
    WidenBlock(Load32(from + 8), minus_zero_points, to + 2 * kBlockWords);
    WidenBlock(Load32(from + 12), minus_zero_points, to + 3 * kBlockWords);
  }
  for (; blocks > 0; --blocks, from += 4, to += kBlockWords) WidenBlock(Load32(from), minus_zero_points, to);
  return to;
}

// The 27 taps of a 3x3 window over 3 channels that lies inside the input, straight from its three rows of 9 bytes. The
// first layer of most networks: 33 instructions a pixel.
void WidenNineByThree(const int8_t* row0, int32_t row_bytes, uint32_t minus_zero_points, uint32_t* to) {
  const int8_t* row1 = row0 + row_bytes;
  const int8_t* row2 = row1 + row_bytes;
  WidenBlock(Load32(row0), minus_zero_points, to);
  WidenBlock(Load32(row0 + 4), minus_zero_points, to + kBlockWords);
  WidenBlock(static_cast<uint8_t>(row0[8]) | Load32(row1) << 8, minus_zero_points, to + 2 * kBlockWords);
  WidenBlock(Load32(row1 + 3), minus_zero_points, to + 3 * kBlockWords);
  WidenBlock(Load32(row1 + 5) >> 16 | Load32(row2) << 16, minus_zero_points, to + 4 * kBlockWords);
  WidenBlock(Load32(row2 + 2), minus_zero_points, to + 5 * kBlockWords);
  WidenBlock(Load32(row2 + 5) >> 8, minus_zero_points, to + 6 * kBlockWords);
}

TC_NEVER_INLINE uint32_t* WriteZeros(int32_t blocks, uint32_t* to) {
  for (; blocks > 0; --blocks, to += kBlockWords) to[0] = to[1] = 0;
  return to;
}

// Copies the patch as bytes; padding becomes the zero point, which widening turns into 0.
void GatherPatch(const ColumnShape& shape, const int8_t* input, int32_t origin_y, int32_t origin_x, int8_t* patch) {
  const Window& window = shape.window;
  const TapRange columns = AdjacentTapsInside(origin_x, window.kernel_width, window.input_width);
  const int32_t row_taps = window.kernel_width * shape.channels;
  const int32_t before = columns.begin * shape.channels;
  const int32_t inside = (columns.end - columns.begin) * shape.channels;
  for (int32_t ky = 0; ky < window.kernel_height; ++ky, patch += row_taps) {
    const int32_t y = origin_y + ky;
    const bool row_inside = y >= 0 && y < window.input_height && inside > 0;
    if (!row_inside || inside != row_taps) memset(patch, shape.input_zero_point, static_cast<size_t>(row_taps));
    if (!row_inside) continue;
    const int8_t* from = input + (y * window.input_width + origin_x + columns.begin) * shape.channels;
    memcpy(patch + before, from, static_cast<size_t>(inside));
  }
}

}  // namespace

void WriteColumn(const ColumnShape& shape, const int8_t* input, int32_t y, int32_t x, int32_t pixel, int8_t* patch,
                 uint32_t* columns) {
  const Window& window = shape.window;
  const int32_t origin_y = y * window.stride_height - window.pad_top;
  const int32_t origin_x = x * window.stride_width - window.pad_left;
  const uint32_t minus_zero_points = Both(-shape.input_zero_point);
  uint32_t* to = columns + 2 * pixel;
  if (shape.channels % 4 != 0) {
    const int32_t taps = shape.Taps();
    if (shape.channels == 3 && window.kernel_height == 3 && window.kernel_width == 3 && origin_y >= 0 && origin_x >= 0 &&
        origin_y + 3 <= window.input_height && origin_x + 3 <= window.input_width) {
      const int32_t row_bytes = 3 * window.input_width;
      return WidenNineByThree(input + origin_y * row_bytes + 3 * origin_x, row_bytes, minus_zero_points, to);
    }
    GatherPatch(shape, input, origin_y, origin_x, patch);
    memset(patch + taps, shape.input_zero_point, 3);
    Widen(patch, (taps + 3) / 4, minus_zero_points, to);
    return;
  }
  const int32_t pixel_blocks = shape.channels / 4;
  const TapRange inside = AdjacentTapsInside(origin_x, window.kernel_width, window.input_width);
  for (int32_t ky = 0; ky < window.kernel_height; ++ky) {
    const int32_t input_y = origin_y + ky;
    if (input_y < 0 || input_y >= window.input_height || inside.end <= inside.begin) {
      to = WriteZeros(window.kernel_width * pixel_blocks, to);
      continue;
    }
    const int8_t* from = input + (input_y * window.input_width + origin_x + inside.begin) * shape.channels;
    to = WriteZeros(inside.begin * pixel_blocks, to);
    to = Widen(from, (inside.end - inside.begin) * pixel_blocks, minus_zero_points, to);
    to = WriteZeros((window.kernel_width - inside.end) * pixel_blocks, to);
  }
}

}  // namespace tinyclassify::dsp
