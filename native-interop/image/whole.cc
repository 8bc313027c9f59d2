#include <cstring>

#include "failure.h"
#include "image.h"

using namespace tinyclassify::image;

tc_status tc_image_draw_whole(const tc_picture* picture, const tc_picture_info* info, uint32_t stride, uint16_t* pixels,
                              tc_diagnostic* diagnostic) {
  const uint32_t width = info->width;
  if (stride < width) return Fail(diagnostic, TC_ERROR_ARGUMENT, "pixels from a row to the next", stride, width);
  const int32_t rewound = picture->file.rewind != nullptr ? picture->file.rewind(picture->file.context) : -1;
  if (rewound != 0) return Fail(diagnostic, TC_ERROR_READ, "the rewinder's answer", rewound, 0);
  const tc_image_target target = {pixels, width, info->height, TC_PIXELS_RGB565};
  const tc_status status = tc_image_render(picture, &target, 1, diagnostic);
  if (status != TC_OK || stride == width) return status;
  // Rows without gaps become rows with them, from the last one on: none is overwritten before it has moved.
  for (uint32_t y = info->height; --y > 0;) {
    memmove(pixels + size_t{y} * stride, pixels + size_t{y} * width, width * sizeof(*pixels));
  }
  return status;
}
