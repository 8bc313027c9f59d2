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

  /// Transforms a block of a wanted MCU into the row of MCUs under way.
  /// @param block_x       of the component
  /// @param block_y       within the row of MCUs
  /// @param coefficients  int16 [8, 8]
  /// @param reach         as of JpegInverseDct
  void Put(uint32_t component, uint32_t block_x, uint32_t block_y, const int16_t* coefficients, uint32_t reach);

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
