// Turns rows of MCUs into rows of RGB for the canvas, keeping one row of samples back for the blend across the border.
#ifndef TINYCLASSIFY_IMAGE_JPEG_ROWS_H
#define TINYCLASSIFY_IMAGE_JPEG_ROWS_H

#include "jpeg.h"

namespace tinyclassify::image {

class JpegRows {
 public:
  JpegRows(const JpegHeader& header, const JpegMemory& memory, Canvas* canvas);

  /// Whether any output shows this MCU, or needs it for a blend: the others need not be transformed.
  bool Wants(uint32_t mcu_x, uint32_t mcu_y) const {
    return mcu_x >= first_mcu_x_ && mcu_x < end_mcu_x_ && mcu_y >= first_mcu_y_ && mcu_y < end_mcu_y_;
  }

  /// Transforms a block into the row of MCUs under way.
  /// @param block_x  of the component
  /// @param block_y  within the row of MCUs
  void Put(uint32_t component, uint32_t block_x, uint32_t block_y, const int16_t* coefficients);

  /// All blocks of this row of MCUs are put: hands the finished rows of pixels on.
  void Finish(uint32_t mcu_y);

 private:
  void EmitRow(uint32_t y, uint32_t first_row);

  const JpegHeader& header_;
  const JpegMemory& memory_;
  Canvas* const canvas_;
  uint32_t first_mcu_x_, end_mcu_x_, first_mcu_y_, end_mcu_y_;
  uint32_t next_row_;  // Of pixels, not emitted yet.
};

}  // namespace tinyclassify::image

#endif
