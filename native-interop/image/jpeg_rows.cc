#include "jpeg_rows.h"

#include <cstring>

#include "jpeg_color.h"

namespace tinyclassify::image {

void JpegRows::Finish(uint32_t mcu_y) {
  if (mcu_y < layout_.first_mcu_y || mcu_y >= layout_.end_mcu_y) return;
  const uint32_t height = header_.McuHeight() >> layout_.reduction;
  const uint32_t first_row = mcu_y * height;
  uint32_t end = canvas_->wanted().end_y;
  // The last row blends with the next row of MCUs where a component is enlarged.
  bool blends = false;
  for (uint32_t c = 0; c < header_.component_count; ++c) blends = blends || layout_.planes[c].ratio_y == 2;
  if (mcu_y + 1 < header_.mcus_y) {
    const uint32_t complete = first_row + height - (blends ? 1 : 0);
    if (complete < end) end = complete;
  }
  for (; next_row_ < end; ++next_row_) EmitRow(next_row_, first_row);
  for (uint32_t c = 0; blends && c < header_.component_count; ++c) {
    const JpegPlane& plane = layout_.planes[c];
    const size_t last = static_cast<size_t>(plane.stride) * plane.rows * header_.components[c].v;
    memcpy(memory_.samples[c], memory_.samples[c] + last, plane.stride);
  }
}

/// @param first_row  of samples, that the row of MCUs under way begins with
void JpegRows::EmitRow(uint32_t y, uint32_t first_row) {
  const uint32_t base = layout_.first_mcu_x * (header_.McuWidth() >> layout_.reduction);  // Where the memory begins.
  const uint32_t first = canvas_->wanted().first_x - base, end = canvas_->wanted().end_x - base;
  const uint8_t* rows[JpegHeader::kMaxComponents] = {};
  for (uint32_t c = 0; c < header_.component_count; ++c) {
    const JpegPlane& plane = layout_.planes[c];
    JpegUpsampling from;
    from.ratio_x = plane.ratio_x;
    from.ratio_y = plane.ratio_y;
    from.width = plane.width - layout_.first_mcu_x * header_.components[c].h * plane.columns;
    const uint32_t near = y / from.ratio_y;
    uint32_t far = near;
    if (from.ratio_y == 2) {
      if (y % 2 != 0 && near + 1 < plane.height) far = near + 1;
      if (y % 2 == 0 && near > 0) far = near - 1;
    }
    // Line 0 holds the row before the first of this row of MCUs.
    const uint32_t first_sample_row = first_row / from.ratio_y;
    from.near = memory_.samples[c] + static_cast<size_t>(plane.stride) * (near + 1 - first_sample_row);
    from.far = memory_.samples[c] + static_cast<size_t>(plane.stride) * (far + 1 - first_sample_row);
    rows[c] = JpegUpsample(from, first, end, memory_.enlarged[c]) + first;
  }
  JpegToRgb(header_.color, rows, end - first, memory_.rgb + static_cast<size_t>(first) * 3);
  canvas_->Row(y, memory_.rgb, base);
}

}  // namespace tinyclassify::image
