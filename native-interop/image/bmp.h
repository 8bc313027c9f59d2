// Bitmaps of Windows and OS/2: 1, 4, 8, 16, 24 and 32 bits a pixel, palettes, run lengths and bit fields, either row order.
#ifndef TINYCLASSIFY_IMAGE_BMP_H
#define TINYCLASSIFY_IMAGE_BMP_H

#include "canvas.h"
#include "source.h"

namespace tinyclassify::image {

constexpr uint32_t kBmpFileHeaderBytes = 14;
constexpr uint32_t kBmpInfoHeaderBytes = 40;  ///< Windows' first one.

/// One colour of a 16- or 32-bit pixel.
struct BmpChannel {
  uint32_t mask;   ///< One run of set bits.
  uint32_t shift;  ///< Its lowest bit.
};

struct BmpHeader {
  uint32_t width, height;  ///< Pixels, [1, TC_IMAGE_MAX_SIDE].
  uint32_t bits;           ///< A pixel.
  uint32_t stride;         ///< Bytes a row, a multiple of 4.
  uint32_t pixels;         ///< Offset of the first stored row, behind the palette.
  uint32_t palette_count;  ///< Colours; 0 where there is no palette. They stand right behind the header.
  uint32_t palette_entry_bytes;
  bool top_down;
  bool run_lengths;  ///< Rows are coded as runs of equal pixels.
  BmpChannel red, green, blue;
};

struct BmpMemory {
  uint8_t* palette;  ///< [256, 4]
  uint8_t* row;      ///< [stride], or [width] of run lengths
  uint8_t* rgb;      ///< [width, 3]
};

/// @param source  stands at the file's first byte, receives that behind the header
tc_status ReadBmpHeader(Source* source, BmpHeader* header, tc_diagnostic* diagnostic);

BmpMemory AllocateBmp(const BmpHeader& header, BlockAllocator* workspace);

/// @param source  stands behind the header
/// @param canvas  started
tc_status DecodeBmp(Source* source, const BmpHeader& header, const BmpMemory& memory, Canvas* canvas, tc_diagnostic* diagnostic);

}  // namespace tinyclassify::image

#endif
