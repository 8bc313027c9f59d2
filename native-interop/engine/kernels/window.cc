#include "engine/kernels/window.h"

#include "engine/always_inline.h"

namespace tinyclassify {
namespace {

TC_NEVER_INLINE void FindRange(int32_t origin, int32_t taps, int32_t dilation, int32_t input_size, TapRange* range) {
  const int32_t room = input_size - origin;
  const int32_t end = room <= 0 ? 0 : (room + dilation - 1) / dilation;
  range->begin = origin < 0 ? (-origin + dilation - 1) / dilation : 0;
  range->end = end < taps ? end : taps;
}

}  // namespace

void FindTaps(const Window& window, int32_t output_y, int32_t output_x, PixelTaps* taps) {
  taps->y = output_y * window.stride_height - window.pad_top;
  taps->x = output_x * window.stride_width - window.pad_left;
  FindRange(taps->y, window.kernel_height, window.dilation_height, window.input_height, &taps->rows);
  FindRange(taps->x, window.kernel_width, window.dilation_width, window.input_width, &taps->columns);
}

}  // namespace tinyclassify
