// One scan of a JPEG: entropy-coded data into coefficients (T.81, annexes F and G).
#ifndef TINYCLASSIFY_IMAGE_JPEG_SCAN_H
#define TINYCLASSIFY_IMAGE_JPEG_SCAN_H

#include "jpeg.h"
#include "jpeg_rows.h"

namespace tinyclassify::image {

constexpr int32_t kMaxCoefficient = 2047;  // That 8-bit samples can lead to, with room for rounding.

inline constexpr char kDamaged[] = "JPEG data are damaged; MCUs decoded until then";
inline constexpr char kTruncated[] = "JPEG file is truncated; MCUs decoded until then";

inline constexpr char kEndsEarly[] = "JPEG data end early; MCUs decoded until then";

inline bool InRange(int32_t value) { return value >= -kMaxCoefficient && value <= kMaxCoefficient; }

struct JpegScanHeader {
  uint32_t count;                                  ///< Components of the scan, 1 .. 4.
  uint32_t component[JpegHeader::kMaxComponents];  ///< Their places in the frame, rising.
  uint32_t dc_table[JpegHeader::kMaxComponents];
  uint32_t ac_table[JpegHeader::kMaxComponents];
  uint32_t first, last;  ///< Coefficients in zigzag order; [0, 63] unless progressive.
  uint32_t high, low;    ///< Progressive: lowest bit known so far (0: none), and after this scan.
};

/// @param tables  as they stand now; a scan that uses an undefined one is refused, unless T.81's own are meant
tc_status ReadJpegScanHeader(Segment* segment, const JpegHeader& frame, JpegTables* tables, JpegScanHeader* scan,
                             tc_diagnostic* diagnostic);

class JpegScanDecoder {
 public:
  JpegScanDecoder(Source* source, const JpegHeader& frame, const JpegLayout& layout, const JpegMemory& memory,
                  const JpegScanHeader& scan, tc_diagnostic* diagnostic)
      : source_(source), frame_(frame), layout_(layout), memory_(memory), scan_(scan), diagnostic_(diagnostic) {}

  /// Reads the entropy-coded data that the source stands at.
  /// @param marker  receives the one behind them
  /// @param rows    receives the blocks of a picture that is not buffered
  tc_status Decode(uint32_t* marker, JpegRows* rows);

 private:
  tc_status Restart();
  void StartStream(uint32_t i, const JpegRows& rows);
  tc_status DecodeUnit(uint32_t unit_x, uint32_t unit_y);
  const char* DecodeStreamed(uint32_t unit_x, uint32_t unit_y);
  const char* DecodeBuffered(uint32_t unit_x, uint32_t unit_y);
  const char* DecodeKept(uint32_t index, uint32_t x, uint32_t y);
  const char* DecodeBlock(uint32_t index, int16_t* block);
  const char* FirstDc(uint32_t index, int16_t* block);
  const char* FirstAc(uint32_t index, int16_t* block);
  const char* RefineAc(uint32_t index, int16_t* block);
  const char* DcDifference(uint32_t index);
  void RefineNonZero(int16_t* coefficient);
  tc_status Damaged(const char* what) const;

  Source* const source_;
  const JpegHeader& frame_;
  const JpegLayout& layout_;
  const JpegMemory& memory_;
  const JpegScanHeader& scan_;
  tc_diagnostic* const diagnostic_;
  JpegBits bits_;
  bool interleaved_ = false;
  uint32_t units_ = 0;  // MCUs decoded.
  uint32_t units_total_ = 0;
  uint32_t restarts_ = 0;
  uint32_t end_of_band_run_ = 0;                 // Progressive AC: blocks to come that hold nothing new.
  int32_t dc_[JpegHeader::kMaxComponents] = {};  // The last block's, of each component of the scan.
};

}  // namespace tinyclassify::image

#endif
