// Windows bitmaps: 1, 4, 8, 16, 24 and 32 bits a pixel, palettes and bit fields, either row order; no run lengths.
#ifndef TINYCLASSIFY_IMAGE_BMP_H
#define TINYCLASSIFY_IMAGE_BMP_H

#include "bytes.h"
#include "canvas.h"

namespace tinyclassify::image {

/// One colour of a 16- or 32-bit pixel.
struct BmpChannel {
  uint32_t mask;   ///< One run of set bits.
  uint32_t shift;  ///< Its lowest bit.
};

struct BmpHeader {
  uint32_t width, height;  ///< Pixels, [1, TC_IMAGE_MAX_SIDE].
  uint32_t bits;           ///< A pixel.
  uint32_t stride;         ///< Bytes a row, a multiple of 4.
  uint32_t pixels;         ///< Offset of the first stored row; all rows lie within the file.
  uint32_t palette;        ///< Offset of the colours, and their number; 0 of them where there is no palette.
  uint32_t palette_count;
  uint32_t palette_entry_bytes;
  bool top_down;
  BmpChannel red, green, blue;
};

struct BmpMemory {
  uint8_t* rgb;  ///< [width, 3]
};

tc_status ReadBmpHeader(Bytes file, BmpHeader* header, tc_diagnostic* diagnostic);

BmpMemory AllocateBmp(const BmpHeader& header, Workspace* workspace);

/// @param canvas  started
tc_status DecodeBmp(Bytes file, const BmpHeader& header, const BmpMemory& memory, Canvas* canvas,
                    tc_diagnostic* diagnostic);

}  // namespace tinyclassify::image

#endif
