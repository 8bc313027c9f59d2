#include "engine/kernels/pool_2d.h"

#include "engine/fixed_point.h"

namespace tinyclassify {

void Pool2DReference(const Pool2D& pool, const Buffers& buffers) {
  const Window& window = pool.window;
  int8_t* output = buffers.output;
  for (int32_t y = 0; y < window.output_height; ++y) {
    for (int32_t x = 0; x < window.output_width; ++x) {
      PixelTaps taps;
      FindTaps(window, y, x, &taps);
      const TapRange& rows = taps.rows;
      const TapRange& columns = taps.columns;
      const int32_t count = (rows.end - rows.begin) * (columns.end - columns.begin);
      const int32_t first = (taps.y + rows.begin) * window.input_width + taps.x + columns.begin;
      for (int32_t c = 0; c < pool.channels; ++c) {
        const int8_t* row = buffers.input + first * pool.channels + c;
        int32_t sum = 0;
        int32_t greatest = -128;
        for (int32_t ky = rows.begin; ky < rows.end; ++ky, row += window.input_width * pool.channels) {
          const int8_t* value = row;
          for (int32_t kx = columns.begin; kx < columns.end; ++kx, value += pool.channels) {
            sum += *value;
            if (*value > greatest) greatest = *value;
          }
        }
        const int32_t half = sum > 0 ? count / 2 : -(count / 2);
        const int32_t code = pool.is_mean ? (sum + half) / count : greatest;
        *output++ = static_cast<int8_t>(Clamp(code, pool.activation_min, pool.activation_max));
      }
    }
  }
}

}  // namespace tinyclassify
