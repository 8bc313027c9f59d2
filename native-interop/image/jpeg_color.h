// From a JPEG's component rows to RGB: chroma enlarged, colours turned.
#ifndef TINYCLASSIFY_IMAGE_JPEG_COLOR_H
#define TINYCLASSIFY_IMAGE_JPEG_COLOR_H

#include "jpeg_header.h"

namespace tinyclassify::image {

/// Enlarges one component's row to the picture's width: linear between the samples' centres at a ratio of 2 (weights 3
/// and 1, T.871's centred siting), repetition at 1, 3 and 4.
struct JpegUpsampling {
  const uint8_t* near;  ///< Samples [width] of the row that covers the output row.
  const uint8_t* far;   ///< Of the next nearest row; equal to `near` at the picture's edge.
  uint32_t width;       ///< Samples.
  uint32_t ratio_x;     ///< 1 .. 4
  uint32_t ratio_y;
};

/// @param first, end  columns of the picture that are wanted; more are written around them
/// @param row         receives uint8 [width * ratio_x]
/// @return where the columns stand: `row`, or `near` itself where nothing is to be done
const uint8_t* JpegUpsample(const JpegUpsampling& from, uint32_t first, uint32_t end, uint8_t* row);

/// Rows of components to RGB. Y Cb Cr is ITU-R BT.601 full range (T.871, clause 7); inks are multiplied.
/// @param rows  as many as `color` has
void JpegToRgb(JpegColor color, const uint8_t* const* rows, uint32_t count, uint8_t* rgb);

}  // namespace tinyclassify::image

#endif
