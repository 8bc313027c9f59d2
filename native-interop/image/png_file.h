// A PNG's chunks, read one after another: what they say, and the pixel data as one stream.
#ifndef TINYCLASSIFY_IMAGE_PNG_FILE_H
#define TINYCLASSIFY_IMAGE_PNG_FILE_H

#include "orientation.h"
#include "segment.h"

namespace tinyclassify::image {

enum class PngColor : uint8_t { kGray = 0, kRgb = 2, kPalette = 3, kGrayAlpha = 4, kRgbAlpha = 6 };

struct PngHeader {
  uint32_t width, height;  ///< Pixels as stored, [1, TC_IMAGE_MAX_SIDE].
  uint32_t depth;          ///< Bits a sample: 1, 2, 4, 8 or 16.
  PngColor color;
  uint32_t channels;  ///< Samples a pixel, 1 .. 4.
  bool interlaced;
  Orientation orientation;

  /// Bytes of a row of `pixels` pixels, without its filter byte; at most 8 * 65535.
  uint32_t RowBytes(uint32_t pixels) const { return (pixels * channels * depth + 7) / 8; }
};

/// What the chunks before the pixel data say.
struct PngChunks {
  uint8_t palette[256 * 3];
  uint8_t transparency[256];  ///< tRNS: alpha of the palette's first colours, or the one transparent colour.
  uint32_t palette_count;
  uint32_t transparency_bytes;  ///< 0: no such chunk.
};

class PngFile {
 public:
  /// @param source  stands at the signature
  /// @param header  receives what is known, also from chunks behind the pixel data
  /// @param chunks  null where nobody asks
  PngFile(Source* source, PngHeader* header, PngChunks* chunks, tc_diagnostic* diagnostic)
      : chunk_{source, 0, 0, 0}, header_(header), chunks_(chunks), diagnostic_(diagnostic) {}

  /// Reads everything before the pixel data.
  tc_status ReadHeader();

  /// @return the next byte of the pixel data, or -1 behind the last one
  int32_t Next() { return next_ != end_ || NextSpan() ? *next_++ : -1; }

  /// Whether the pixel data ended because the file is damaged; the diagnostic tells.
  tc_status status() const { return status_; }

  /// Reads what is behind the pixel data.
  tc_status Finish();

  bool Continue() { return chunk_.source->Continue(); }

 private:
  bool NextSpan();
  tc_status NextChunk();
  tc_status OpenChunk();
  tc_status CloseChunk(bool* sound);
  tc_status ReadIhdr();
  tc_status ReadOther();
  tc_status ReadPalette();
  tc_status ReadTransparency();
  tc_status Truncated() const;

  Segment chunk_;
  PngHeader* const header_;
  PngChunks* const chunks_;
  tc_diagnostic* const diagnostic_;
  const uint8_t* next_ = nullptr;  // Pixel data in the source's buffer.
  const uint8_t* end_ = nullptr;
  tc_status status_ = TC_OK;
  bool in_pixels_ = false;  // The first pixel data were seen.
};

}  // namespace tinyclassify::image

#endif
