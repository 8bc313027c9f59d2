#include "engine/fixed_point.h"
#include "engine/kernels/pool_2d.h"

namespace tinyclassify {

void AveragePool2DReference(const Pool2D& pool, const Buffers& buffers) {
  const Window& window = pool.window;
  int8_t* output = buffers.output;
  for (int32_t y = 0; y < window.output_height; ++y) {
    const int32_t origin_y = y * window.stride_height - window.pad_top;
    const TapRange rows = TapsInside(origin_y, window.kernel_height, 1, window.input_height);
    for (int32_t x = 0; x < window.output_width; ++x) {
      const int32_t origin_x = x * window.stride_width - window.pad_left;
      const TapRange columns = TapsInside(origin_x, window.kernel_width, 1, window.input_width);
      const int32_t count = (rows.end - rows.begin) * (columns.end - columns.begin);
      for (int32_t c = 0; c < pool.channels; ++c) {
        int32_t sum = 0;
        for (int32_t ky = rows.begin; ky < rows.end; ++ky) {
          for (int32_t kx = columns.begin; kx < columns.end; ++kx) {
            sum += buffers.input[((origin_y + ky) * window.input_width + origin_x + kx) * pool.channels + c];
          }
        }
        const int32_t half = sum > 0 ? count / 2 : -(count / 2);
        *output++ = static_cast<int8_t>(Clamp((sum + half) / count, pool.activation_min, pool.activation_max));
      }
    }
  }
}

}  // namespace tinyclassify
