#ifndef TINYCLASSIFY_ENGINE_KERNELS_WINDOW_H
#define TINYCLASSIFY_ENGINE_KERNELS_WINDOW_H

#include <stdint.h>

namespace tinyclassify {

/// How a convolution or a pool slides over its input. 16 bits a field: it lies in RAM once an operator, and Prepare
/// refuses anything larger than 32767.
struct Window {
  int16_t input_height = 1;
  int16_t input_width = 1;
  int16_t output_height = 1;
  int16_t output_width = 1;
  int16_t kernel_height = 1;
  int16_t kernel_width = 1;
  int16_t stride_height = 1;
  int16_t stride_width = 1;
  int16_t dilation_height = 1;
  int16_t dilation_width = 1;
  int16_t pad_top = 0;   ///< Rows of padding above the input.
  int16_t pad_left = 0;  ///< Columns of padding left of the input.
};

/// The taps of a window that fall inside the input along one axis: [begin, end).
struct TapRange {
  int32_t begin;
  int32_t end;
};

/// The window of one output pixel.
struct PixelTaps {
  int32_t y;  ///< Input coordinates of tap (0, 0); negative inside the padding.
  int32_t x;
  TapRange rows;
  TapRange columns;
};

void FindTaps(const Window& window, int32_t output_y, int32_t output_x, PixelTaps* taps);

/// Along an axis without dilation. @param origin  input coordinate of tap 0
inline TapRange AdjacentTapsInside(int32_t origin, int32_t taps, int32_t input_size) {
  const int32_t room = input_size - origin;
  return TapRange{origin < 0 ? -origin : 0, room < 0 ? 0 : (room < taps ? room : taps)};
}

}  // namespace tinyclassify

#endif
