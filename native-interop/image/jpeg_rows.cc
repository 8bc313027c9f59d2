#include "jpeg_rows.h"

#include <cstring>

#include "jpeg_color.h"
#include "jpeg_idct.h"

namespace tinyclassify::image {

JpegRows::JpegRows(const JpegHeader& header, const JpegMemory& memory, Canvas* canvas)
    : header_(header), memory_(memory), canvas_(canvas), next_row_(canvas->first_y()) {
  // One more on each side: chroma samples blend into their neighbours' pixels.
  const uint32_t first_x = canvas->first_x() / header.McuWidth();
  const uint32_t first_y = canvas->first_y() / header.McuHeight();
  first_mcu_x_ = first_x > 0 ? first_x - 1 : 0;
  first_mcu_y_ = first_y > 0 ? first_y - 1 : 0;
  end_mcu_x_ = (canvas->end_x() - 1) / header.McuWidth() + 2;
  end_mcu_y_ = (canvas->end_y() - 1) / header.McuHeight() + 2;
}

void JpegRows::Put(uint32_t component, uint32_t block_x, uint32_t block_y, const int16_t* coefficients) {
  const size_t stride = header_.Stride(component);
  uint8_t* const samples =
      memory_.samples[component] + stride * (1 + static_cast<size_t>(block_y) * 8) + static_cast<size_t>(block_x) * 8;
  JpegInverseDct(coefficients, memory_.component_quantization[component], samples, stride);
}

void JpegRows::Finish(uint32_t mcu_y) {
  const uint32_t first_row = mcu_y * header_.McuHeight();
  uint32_t end = canvas_->end_y();
  // The last row of pixels blends with the next row of MCUs where chroma is enlarged.
  if (mcu_y + 1 < header_.mcus_y) {
    const uint32_t complete = first_row + header_.McuHeight() - (header_.v_max > 1 ? 1 : 0);
    if (complete < end) end = complete;
  }
  for (; next_row_ < end; ++next_row_) EmitRow(next_row_, first_row);
  for (uint32_t c = 0; c < header_.component_count; ++c) {
    const size_t stride = header_.Stride(c);
    memcpy(memory_.samples[c], memory_.samples[c] + stride * header_.components[c].v * 8, stride);
  }
}

/// @param first_row  of pixels, that the row of MCUs under way begins with
void JpegRows::EmitRow(uint32_t y, uint32_t first_row) {
  const uint32_t first_x = canvas_->first_x(), end_x = canvas_->end_x();
  const uint8_t* rows[JpegHeader::kMaxComponents];
  for (uint32_t c = 0; c < header_.component_count; ++c) {
    const JpegComponent& component = header_.components[c];
    JpegUpsampling from;
    from.ratio_x = header_.h_max / component.h;
    from.ratio_y = header_.v_max / component.v;
    from.width = component.width;
    const uint32_t near = y / from.ratio_y;
    uint32_t far = near;
    if (from.ratio_y == 2) {
      if (y % 2 != 0 && near + 1 < component.height) far = near + 1;
      if (y % 2 == 0 && near > 0) far = near - 1;
    }
    // Line 0 holds the row before the first of this row of MCUs.
    const uint32_t first_sample_row = first_row / from.ratio_y;
    const size_t stride = header_.Stride(c);
    from.near = memory_.samples[c] + stride * (near + 1 - first_sample_row);
    from.far = memory_.samples[c] + stride * (far + 1 - first_sample_row);
    rows[c] = JpegUpsample(from, first_x, end_x, memory_.enlarged[c]);
  }
  uint8_t* const rgb = memory_.rgb + static_cast<size_t>(first_x) * 3;
  if (header_.component_count == 3 && !header_.rgb) {
    JpegYccToRgb(rows[0] + first_x, rows[1] + first_x, rows[2] + first_x, end_x - first_x, rgb);
  } else {
    for (uint32_t x = first_x; x < end_x; ++x) {
      for (uint32_t c = 0; c < 3; ++c)
        memory_.rgb[static_cast<size_t>(x) * 3 + c] = rows[header_.component_count == 1 ? 0 : c][x];
    }
  }
  canvas_->Row(y, memory_.rgb);
}

}  // namespace tinyclassify::image
