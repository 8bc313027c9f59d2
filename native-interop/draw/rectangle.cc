// Rectangles: filled, with round corners, and pictures copied into place.
#include "pixels.h"
#include "tc_draw.h"

namespace tinyclassify {
namespace {

/// Coverage of the pixel (dx, dy) inside a quarter circle that is centred at (0, 0), in sixteenths: 4x4 samples.
/// Distances stay in eighths of a pixel: below 8 * 4096, whose square fits 31 bits.
uint32_t CornerCoverage(int32_t dx, int32_t dy, int32_t radius) {
  const int32_t limit = radius * 8 * radius * 8;
  uint32_t covered = 0;
  for (int32_t sy = 1; sy < 8; sy += 2) {
    for (int32_t sx = 1; sx < 8; sx += 2) {
      const int32_t x = dx * 8 + sx, y = dy * 8 + sy;
      if (x * x + y * y <= limit) ++covered;
    }
  }
  return covered;
}

}  // namespace
}  // namespace tinyclassify

using tinyclassify::Clip;

int32_t tcd_fill(const tcd_frame* frame, const tcd_rectangle* rectangle, uint16_t color) {
  if (!tinyclassify::IsFrame(frame) || rectangle == nullptr) return TC_ERROR_ARGUMENT;
  const Clip clip(*frame, *rectangle);
  for (int32_t y = clip.top; y < clip.bottom; ++y) {
    uint16_t* row = frame->pixels + y * frame->width;
    for (int32_t x = clip.left; x < clip.right; ++x) row[x] = color;
  }
  return TC_OK;
}

int32_t tcd_fill_round(const tcd_frame* frame, const tcd_rectangle* rectangle, int32_t radius, uint16_t color) {
  if (!tinyclassify::IsFrame(frame) || rectangle == nullptr) return TC_ERROR_ARGUMENT;
  const tcd_rectangle r{tinyclassify::Hold(rectangle->x), tinyclassify::Hold(rectangle->y), tinyclassify::Hold(rectangle->width),
                        tinyclassify::Hold(rectangle->height)};
  const int32_t shorter = r.width < r.height ? r.width : r.height;
  if (radius > shorter / 2) radius = shorter / 2;
  if (radius > 2048) radius = 2048;
  if (radius < 0) radius = 0;
  const Clip clip(*frame, r);
  for (int32_t y = clip.top; y < clip.bottom; ++y) {
    uint16_t* row = frame->pixels + y * frame->width;
    // Distance from the row, or column, to the nearest corner's centre: negative between the corners.
    const int32_t from_top = r.y + radius - 1 - y, from_bottom = y - (r.y + r.height - radius);
    const int32_t dy = from_top > from_bottom ? from_top : from_bottom;
    for (int32_t x = clip.left; x < clip.right; ++x) {
      const int32_t from_left = r.x + radius - 1 - x, from_right = x - (r.x + r.width - radius);
      const int32_t dx = from_left > from_right ? from_left : from_right;
      if (dx < 0 || dy < 0) {
        row[x] = color;
      } else {
        row[x] = tinyclassify::Blend(row[x], color, tinyclassify::CornerCoverage(dx, dy, radius));
      }
    }
  }
  return TC_OK;
}

int32_t tcd_copy(const tcd_frame* frame, const tcd_rectangle* rectangle, const uint16_t* pixels) {
  if (!tinyclassify::IsFrame(frame) || rectangle == nullptr || pixels == nullptr) return TC_ERROR_ARGUMENT;
  if (rectangle->width <= 0 || rectangle->height <= 0 || rectangle->width > 4096 || rectangle->height > 4096)
    return TC_ERROR_ARGUMENT;
  const Clip clip(*frame, *rectangle);
  for (int32_t y = clip.top; y < clip.bottom; ++y) {
    const uint16_t* source = pixels + (y - rectangle->y) * rectangle->width;
    uint16_t* row = frame->pixels + y * frame->width;
    for (int32_t x = clip.left; x < clip.right; ++x) row[x] = source[x - rectangle->x];
  }
  return TC_OK;
}
