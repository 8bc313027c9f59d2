// How the stored rows of a photograph must be turned to stand upright (Exif 2.32, tag 0x0112).
#ifndef TINYCLASSIFY_IMAGE_ORIENTATION_H
#define TINYCLASSIFY_IMAGE_ORIENTATION_H

#include <cstddef>
#include <cstdint>

namespace tinyclassify::image {

/// The tag's value, 1 .. 8. Named for where the stored first row and first column belong.
enum class Orientation : uint8_t {
  kTopLeft = 1,
  kTopRight = 2,
  kBottomRight = 3,
  kBottomLeft = 4,
  kLeftTop = 5,
  kRightTop = 6,
  kRightBottom = 7,
  kLeftBottom = 8,
};

/// Whether stored rows become columns.
inline bool SwapsAxes(Orientation orientation) { return orientation >= Orientation::kLeftTop; }

/// Index arithmetic that puts stored pixel (x, y) upright: first + x * step_x + y * step_y.
struct UprightSteps {
  ptrdiff_t first, step_x, step_y;
};

/// @param width   of the upright picture, pixels
/// @param height  of the upright picture
inline UprightSteps StepsOf(Orientation orientation, uint32_t width, uint32_t height) {
  const ptrdiff_t w = static_cast<ptrdiff_t>(width);
  const ptrdiff_t last_column = w - 1;
  const ptrdiff_t last_row = (static_cast<ptrdiff_t>(height) - 1) * w;
  switch (orientation) {
    case Orientation::kTopRight:
      return {last_column, -1, w};
    case Orientation::kBottomRight:
      return {last_row + last_column, -1, -w};
    case Orientation::kBottomLeft:
      return {last_row, 1, -w};
    case Orientation::kLeftTop:
      return {0, w, 1};
    case Orientation::kRightTop:
      return {last_column, w, -1};
    case Orientation::kRightBottom:
      return {last_row + last_column, -w, -1};
    case Orientation::kLeftBottom:
      return {last_row, -w, 1};
    case Orientation::kTopLeft:
      break;
  }
  return {0, 1, w};
}

}  // namespace tinyclassify::image

#endif
