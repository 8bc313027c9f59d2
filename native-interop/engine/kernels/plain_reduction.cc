#include "engine/kernels/plain.h"

namespace tinyclassify {
namespace {

int32_t SumOver(const int8_t* input, const Mean& mean) {
  const int32_t* const count = mean.reduced;
  const int32_t* const step = mean.step;
  int32_t sum = 0;
  for (int32_t n = 0; n < count[0]; ++n) {
    for (int32_t y = 0; y < count[1]; ++y) {
      for (int32_t x = 0; x < count[2]; ++x) {
        const int8_t* value = input + n * step[0] + y * step[1] + x * step[2];
        for (int32_t c = 0; c < count[3]; ++c, value += step[3]) sum += *value;
      }
    }
  }
  return sum;
}

int8_t CodeOf(int32_t sum, const Mean& mean) {
#if TC_FLOAT_ROUNDING
  const int32_t code = RoundToEven(static_cast<float>(sum) * mean.factor + mean.float_bias);
#else
  const int32_t code = Rescale(sum + mean.bias, mean.multiplier) + mean.output_zero_point;
#endif
  return static_cast<int8_t>(Clamp(code, -128, 127));
}

}  // namespace

void MeanReference(const Mean& mean, const Buffers& buffers) {
  const int32_t* const count = mean.kept;
  const int32_t* const step = mean.step;
  int8_t* output = buffers.output;
  for (int32_t n = 0; n < count[0]; ++n) {
    for (int32_t y = 0; y < count[1]; ++y) {
      for (int32_t x = 0; x < count[2]; ++x) {
        const int8_t* input = buffers.input + n * step[0] + y * step[1] + x * step[2];
        for (int32_t c = 0; c < count[3]; ++c, input += step[3]) *output++ = CodeOf(SumOver(input, mean), mean);
      }
    }
  }
}

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
