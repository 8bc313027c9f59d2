// PNG (ISO 15948): every colour type and depth, interlaced or not. Transparent pixels are laid over white.
#ifndef TINYCLASSIFY_IMAGE_PNG_H
#define TINYCLASSIFY_IMAGE_PNG_H

#include "canvas.h"
#include "inflate.h"
#include "png_file.h"

namespace tinyclassify::image {

struct PngMemory {
  Inflater* inflater;
  uint8_t* window;    ///< Inflater::kWindowBytes
  uint8_t* row;       ///< RowBytes(width)
  uint8_t* previous;  ///< RowBytes(width)
  uint8_t* rgb;       ///< [width, 3], or [height, width, 3] where interlaced and there are no sums
  uint32_t* sums;     ///< Interlaced: null, or the canvas's for Spread
};

/// @param canvas  placed
PngMemory AllocatePng(const PngHeader& header, const Canvas& canvas, BlockAllocator* workspace);

/// @param file    stands at the first pixel data; is read to its end
/// @param canvas  started
tc_status DecodePng(PngFile* file, const PngHeader& header, const PngChunks& chunks, const PngMemory& memory, Canvas* canvas,
                    tc_diagnostic* diagnostic);

/// Turns one row of samples into RGB.
/// @param samples  RowBytes(pixels), filter undone
/// @param step     bytes from one output pixel to the next, 3 at least
/// @return the first palette index outside the palette, or -1
int32_t ExpandPngRow(const uint8_t* samples, uint32_t pixels, const PngHeader& header, const PngChunks& chunks, uint8_t* rgb,
                     uint32_t step);

}  // namespace tinyclassify::image

#endif
