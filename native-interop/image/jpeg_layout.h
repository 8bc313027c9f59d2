// How a JPEG is decoded: how much smaller, which part of it, and what of its coefficients is kept until all scans are read.
#ifndef TINYCLASSIFY_IMAGE_JPEG_LAYOUT_H
#define TINYCLASSIFY_IMAGE_JPEG_LAYOUT_H

#include "canvas.h"
#include "jpeg_header.h"

namespace tinyclassify::image {

/// What becomes of one component.
struct JpegPlane {
  uint32_t columns, rows;     ///< Samples that a block gives, each 1, 2, 4 or 8.
  uint32_t ratio_x, ratio_y;  ///< By which they are enlarged then, 1 .. 4.
  uint32_t width, height;     ///< Samples of the whole component.
  uint32_t stride;            ///< Samples a row of the wanted MCUs.
  uint32_t blocks_x;          ///< Blocks a row of the whole component, padded to whole MCUs.
  uint32_t kept;              ///< Buffered: the kept coefficients are the lowest kept x kept, 1 .. 8.
  bool history;               ///< Which of the others are not zero is kept too: without it, no refinement can be read.
};

struct JpegLayout {
  uint32_t reduction;  ///< Binary logarithm of the pixels, along each axis, that a sample is the mean of.
  uint32_t first_mcu_x, end_mcu_x, first_mcu_y, end_mcu_y;  ///< That any output shows, or needs for a blend.
  JpegPlane planes[JpegHeader::kMaxComponents];

  bool Wants(uint32_t mcu_x, uint32_t mcu_y) const {
    return mcu_x >= first_mcu_x && mcu_x < end_mcu_x && mcu_y >= first_mcu_y && mcu_y < end_mcu_y;
  }
  uint32_t wanted_x() const { return end_mcu_x - first_mcu_x; }
  uint32_t wanted_y() const { return end_mcu_y - first_mcu_y; }
  /// Of the wanted MCUs, at the picture's reduced size.
  uint32_t row_samples(const JpegHeader& header) const { return wanted_x() * (header.McuWidth() >> reduction); }
};

/// Bytes of coefficients, their history and rows of samples that a picture in several scans is given: TC_PICTURE_WORKSPACE_BYTES
/// without the file's, the tables' and those of TC_IMAGE_FREE_COLUMNS. What is kept follows from it, and must not depend on the
/// workspace at hand: training and board see the same pixels.
constexpr uint64_t kJpegKeptBytes = 1515000;

/// @param canvas  placed
JpegLayout PlanJpeg(const JpegHeader& header, const Canvas& canvas);

/// Of one component, in bytes.
uint64_t JpegCoefficientBytes(const JpegHeader& header, const JpegLayout& layout, uint32_t component);
uint64_t JpegHistoryBytes(const JpegHeader& header, const JpegLayout& layout, uint32_t component);
/// The row before, and a row of MCUs.
uint64_t JpegSampleBytes(const JpegHeader& header, const JpegLayout& layout, uint32_t component);

}  // namespace tinyclassify::image

#endif
