// Decompresses the zlib stream (RFC 1950, 1951) that lies in a PNG's IDAT chunks, a few bytes at a time.
#ifndef TINYCLASSIFY_IMAGE_INFLATE_H
#define TINYCLASSIFY_IMAGE_INFLATE_H

#include "inflate_code.h"
#include "png_file.h"

namespace tinyclassify::image {

class Inflater {
 public:
  static constexpr uint32_t kWindowBytes = 32768;

  /// Reads the zlib header.
  /// @param window  kWindowBytes, uninitialised
  tc_status Start(PngFile* stream, uint8_t* window, tc_diagnostic* diagnostic);

  /// @param out  receives exactly `count` bytes
  tc_status Read(uint8_t* out, uint32_t count, tc_diagnostic* diagnostic);

  /// Checks the stream's checksum. What it holds more is passed over, as much again as was read.
  tc_status Finish(tc_diagnostic* diagnostic);

 private:
  static constexpr uint32_t kWindowMask = kWindowBytes - 1;

  enum class State : uint8_t { kBlockHeader, kStored, kCodes, kEnd };

  bool Fill(uint32_t count);
  bool Bits(uint32_t count, uint32_t* value);
  tc_status Symbol(const InflateCode& code, uint32_t* symbol, tc_diagnostic* diagnostic);
  tc_status Advance(tc_diagnostic* diagnostic);
  tc_status BlockHeader(tc_diagnostic* diagnostic);
  tc_status StoredHeader(tc_diagnostic* diagnostic);
  void FixedCodes();
  tc_status DynamicCodes(tc_diagnostic* diagnostic);
  tc_status Match(tc_diagnostic* diagnostic);
  uint8_t* Literals(uint8_t* out, const uint8_t* end);
  uint8_t* CopyMatch(uint8_t* out, const uint8_t* end);
  uint8_t* CopyStored(uint8_t* out, const uint8_t* end);
  void AddToChecksum(const uint8_t* data, uint32_t count);
  tc_status Truncated(tc_diagnostic* diagnostic) const;

  PngFile* stream_;
  uint32_t bits_;  // Read from the stream and not used yet, first bit lowest.
  uint32_t bit_count_;
  State state_;
  bool final_;         // The block under way is the last.
  uint32_t pending_;   // Bytes of the stored block or of the match that are still to come.
  uint32_t distance_;  // Of the match; 0: none is under way.
  uint32_t position_;  // In the window, where the next byte goes.
  uint64_t produced_;
  uint32_t adler_a_, adler_b_;
  uint8_t* window_;
  InflateCode literals_, distances_;
  uint8_t lengths_[InflateCode::kMaxSymbols + 32];
};

}  // namespace tinyclassify::image

#endif
