// A JPEG's segments (ITU-T T.81, annex B) and what they say about the picture.
#ifndef TINYCLASSIFY_IMAGE_JPEG_HEADER_H
#define TINYCLASSIFY_IMAGE_JPEG_HEADER_H

#include "bytes.h"
#include "orientation.h"
#include "tinyclassify.h"

namespace tinyclassify::image {

enum JpegMarker : uint8_t {
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

/// A marker with its payload (without the two length bytes); empty for SOI, EOI and RST.
struct JpegSegment {
  uint8_t marker;
  Bytes payload;
};

/// Walks from marker to marker.
class JpegSegments {
 public:
  /// @param offset  of a marker's first byte
  JpegSegments(Bytes file, uint32_t offset) : file_(file), offset_(offset) {}

  tc_status Next(JpegSegment* segment, tc_diagnostic* diagnostic);

  /// Behind the segment read last; the entropy-coded data after SOS.
  uint32_t offset() const { return offset_; }
  void set_offset(uint32_t offset) { offset_ = offset; }

 private:
  Bytes file_;
  uint32_t offset_;
};

struct JpegComponent {
  uint8_t id;
  uint8_t h, v;          ///< Blocks of an MCU, 1 .. 4; a lone component counts as 1 x 1.
  uint8_t quantization;  ///< Table, 0 .. 3.
  uint32_t width;        ///< Samples: ceil(picture width * h / h_max).
  uint32_t height;
};

struct JpegHeader {
  static constexpr uint32_t kMaxComponents = 3;

  uint32_t width, height;  ///< Pixels as stored, [1, 65535].
  Orientation orientation;
  bool progressive;
  bool buffered;             ///< Coefficients of the whole picture must be kept: progressive, or several scans.
  bool rgb;                  ///< Components are red, green, blue rather than Y, Cb, Cr.
  uint32_t component_count;  ///< 1 (grey) or 3.
  JpegComponent components[kMaxComponents];
  uint32_t h_max, v_max;
  uint32_t mcus_x, mcus_y;

  uint32_t McuWidth() const { return 8 * h_max; }
  uint32_t McuHeight() const { return 8 * v_max; }
  /// Samples a row of a component takes with its padding to whole MCUs.
  uint32_t Stride(uint32_t component) const { return mcus_x * components[component].h * 8; }
};

/// Reads from SOI to the first SOS.
tc_status ReadJpegHeader(Bytes file, JpegHeader* header, tc_diagnostic* diagnostic);

}  // namespace tinyclassify::image

#endif
