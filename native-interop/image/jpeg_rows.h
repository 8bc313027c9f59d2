// Turns rows of MCUs into rows of RGB for the canvas, keeping one row of samples back for the blend across the border.
#ifndef TINYCLASSIFY_IMAGE_JPEG_ROWS_H
#define TINYCLASSIFY_IMAGE_JPEG_ROWS_H

#include "jpeg.h"

namespace tinyclassify::image {

class JpegRows {
 public:
  /// @param canvas  started
  JpegRows(const JpegHeader& header, const JpegLayout& layout, const JpegMemory& memory, Canvas* canvas)
      : header_(header), layout_(layout), memory_(memory), canvas_(canvas), next_row_(canvas->wanted().first_y) {}

  /// Where the samples of a wanted MCU's first block go, in the row of MCUs under way; the next blocks' are beside and below.
  uint8_t* Samples(uint32_t component, uint32_t mcu_x) const {
    const JpegPlane& plane = layout_.planes[component];
    const uint32_t column = (mcu_x - layout_.first_mcu_x) * header_.components[component].h * plane.columns;
    return memory_.samples[component] + plane.stride + column;
  }

  /// All wanted blocks of this row of MCUs are put: hands the finished rows on.
  void Finish(uint32_t mcu_y);

 private:
  void EmitRow(uint32_t y, uint32_t first_row);

  const JpegHeader& header_;
  const JpegLayout& layout_;
  const JpegMemory& memory_;
  Canvas* const canvas_;
  uint32_t next_row_;  // Of samples, not emitted yet.
};

}  // namespace tinyclassify::image

#endif
