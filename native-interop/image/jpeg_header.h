// A JPEG's segments (ITU-T T.81, annex B) and what they say about the picture.
#ifndef TINYCLASSIFY_IMAGE_JPEG_HEADER_H
#define TINYCLASSIFY_IMAGE_JPEG_HEADER_H

#include "orientation.h"
#include "segment.h"

namespace tinyclassify::image {

enum JpegMarker : uint32_t {
  kJpegEndOfFile = 0,  // Stands for a marker where there is no more.
  kJpegTemporary = 0x01,
  kJpegSof0 = 0xC0,  // Baseline; 1: extended sequential; 2: progressive. The others are not decoded.
  kJpegSof2 = 0xC2,
  kJpegDht = 0xC4,
  kJpegRst0 = 0xD0,
  kJpegSoi = 0xD8,
  kJpegEoi = 0xD9,
  kJpegSos = 0xDA,
  kJpegDqt = 0xDB,
  kJpegDnl = 0xDC,
  kJpegDri = 0xDD,
  kJpegApp0 = 0xE0,
  kJpegApp1 = 0xE1,
  kJpegApp14 = 0xEE,
  kJpegApp15 = 0xEF,
  kJpegComment = 0xFE,
};

struct JpegTables;

/// Finds the next marker, over whatever stands before it: stray bytes do no harm, as in libjpeg.
/// @return the marker, or kJpegEndOfFile
uint32_t FindJpegMarker(Source* source);

/// Reads the length that follows a marker.
/// @param segment  receives the marker with its payload; empty for those that have none
tc_status OpenJpegSegment(Source* source, uint32_t marker, Segment* segment, tc_diagnostic* diagnostic);

/// What a file that ends too early is called.
tc_status JpegTruncated(const Source& source, tc_diagnostic* diagnostic);

struct JpegComponent {
  uint8_t id;
  uint8_t h, v;          ///< Blocks of an MCU, 1 .. 4; a lone component counts as 1 x 1.
  uint8_t quantization;  ///< Table, 0 .. 3.
  uint32_t width;        ///< Samples: ceil(picture width * h / h_max).
  uint32_t height;
};

/// What the components are. Those of CMYK and YCCK are stored as Adobe does: 255 is no ink.
enum class JpegColor : uint8_t { kGrey, kYcc, kRgb, kCmyk, kYcck };

struct JpegHeader {
  static constexpr uint32_t kMaxComponents = 4;

  uint32_t width, height;  ///< Pixels as stored, [1, 65535].
  Orientation orientation;
  bool progressive;
  bool buffered;  ///< Coefficients of the whole picture must be kept: progressive, or several scans.
  JpegColor color;
  uint32_t component_count;  ///< 1, 3 or 4.
  JpegComponent components[kMaxComponents];
  uint32_t h_max, v_max;
  uint32_t mcus_x, mcus_y;

  uint32_t McuWidth() const { return 8 * h_max; }
  uint32_t McuHeight() const { return 8 * v_max; }
};

/// Reads from SOI to the first SOS.
/// @param tables  zeroed, receives what is defined on the way; null where nobody asks
/// @param scan    receives the first scan's header, to be read
tc_status ReadJpegHeader(Source* source, JpegHeader* header, JpegTables* tables, Segment* scan, tc_diagnostic* diagnostic);

}  // namespace tinyclassify::image

#endif
