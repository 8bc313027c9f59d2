// PNG (ISO 15948): every colour type and depth, interlaced or not. Transparent pixels are laid over white.
#ifndef TINYCLASSIFY_IMAGE_PNG_H
#define TINYCLASSIFY_IMAGE_PNG_H

#include "bytes.h"
#include "canvas.h"
#include "inflate.h"

namespace tinyclassify::image {

enum class PngColor : uint8_t { kGray = 0, kRgb = 2, kPalette = 3, kGrayAlpha = 4, kRgbAlpha = 6 };

struct PngHeader {
  uint32_t width, height;  ///< Pixels, [1, TC_IMAGE_MAX_SIDE].
  uint32_t depth;          ///< Bits a sample: 1, 2, 4, 8 or 16.
  PngColor color;
  uint32_t channels;  ///< Samples a pixel, 1 .. 4.
  bool interlaced;

  /// Bytes of a row of `pixels` pixels, without its filter byte; at most 8 * 65535.
  uint32_t RowBytes(uint32_t pixels) const { return (pixels * channels * depth + 7) / 8; }
};

/// What the chunks around the pixel data say.
struct PngChunks {
  const uint8_t* palette;  ///< [palette_count, 3]; null without one.
  uint32_t palette_count;
  const uint8_t* transparency;  ///< tRNS: alpha of the palette's first colours, or the one transparent colour.
  uint32_t transparency_bytes;
  const uint8_t* first_idat;  ///< Of consecutive chunks.
};

struct PngMemory {
  Inflater* inflater;
  uint8_t* window;    ///< Inflater::kWindowBytes
  uint8_t* row;       ///< RowBytes(width)
  uint8_t* previous;  ///< RowBytes(width)
  uint8_t* rgb;       ///< [width, 3], or [height, width, 3] where interlaced
};

/// Reads the signature and IHDR.
tc_status ReadPngHeader(Bytes file, PngHeader* header, tc_diagnostic* diagnostic);

/// Walks all chunks to IEND: order, lengths and checksums.
tc_status ReadPngChunks(Bytes file, const PngHeader& header, PngChunks* chunks, tc_diagnostic* diagnostic);

PngMemory AllocatePng(const PngHeader& header, Workspace* workspace);

/// @param canvas  started
tc_status DecodePng(Bytes file, const PngHeader& header, const PngMemory& memory, Canvas* canvas,
                    tc_diagnostic* diagnostic);

/// Turns one row of samples into RGB.
/// @param samples  RowBytes(pixels), filter undone
/// @param step     bytes from one output pixel to the next, 3 at least
/// @return the first palette index outside the palette, or -1
int32_t ExpandPngRow(const uint8_t* samples, uint32_t pixels, const PngHeader& header, const PngChunks& chunks,
                     uint8_t* rgb, uint32_t step);

}  // namespace tinyclassify::image

#endif
