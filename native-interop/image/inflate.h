// Decompresses the zlib stream (RFC 1950, 1951) that lies in a PNG's IDAT chunks, a few bytes at a time.
#ifndef TINYCLASSIFY_IMAGE_INFLATE_H
#define TINYCLASSIFY_IMAGE_INFLATE_H

#include "bytes.h"
#include "tinyclassify.h"

namespace tinyclassify::image {

/// The bytes of consecutive IDAT chunks as one stream. Chunks were checked before: lengths are inside the file.
class IdatStream {
 public:
  /// @param chunk  the first IDAT chunk: length, type, data, CRC
  void Start(const uint8_t* chunk);

  /// @return the next byte, or -1 behind the last one
  int32_t Next();

 private:
  const uint8_t* next_;
  const uint8_t* end_;  // Of the chunk's data; the CRC and another chunk follow.
};

/// A canonical Huffman code of up to 15 bits.
class InflateCode {
 public:
  static constexpr uint32_t kMaxSymbols = 288;
  static constexpr uint32_t kMaxBits = 15;

  /// @param lengths  code bits of each symbol, 0 where it is unused
  /// @return false when more codes are given than fit, or fewer (one single code of one bit is allowed, or none)
  bool Build(const uint8_t* lengths, uint32_t count);

  /// @param bits  the next 15 bits of the stream, first bit lowest
  /// @return symbol << 4 | code bits, or 0 when no code matches
  uint32_t Find(uint32_t bits) const;

 private:
  static constexpr uint32_t kFastBits = 9;

  uint16_t fast_[1u << kFastBits];  // symbol << 4 | bits; 0: longer or no code.
  uint16_t count_[kMaxBits + 1];    // Codes of each length.
  uint16_t symbols_[kMaxSymbols];   // In code order.
};

class Inflater {
 public:
  static constexpr uint32_t kWindowBytes = 32768;

  /// Reads the zlib header.
  /// @param window  kWindowBytes, uninitialised
  tc_status Start(const IdatStream& stream, uint8_t* window, tc_diagnostic* diagnostic);

  /// @param out  receives exactly `count` bytes
  tc_status Read(uint8_t* out, uint32_t count, tc_diagnostic* diagnostic);

  /// Checks that the stream ends here, and its checksum.
  tc_status Finish(tc_diagnostic* diagnostic);

 private:
  enum class State : uint8_t { kBlockHeader, kStored, kCodes, kEnd };

  bool Fill(uint32_t count);
  bool Bits(uint32_t count, uint32_t* value);
  bool Symbol(const InflateCode& code, uint32_t* symbol, tc_diagnostic* diagnostic);
  tc_status Advance(tc_diagnostic* diagnostic);
  tc_status BlockHeader(tc_diagnostic* diagnostic);
  tc_status StoredHeader(tc_diagnostic* diagnostic);
  void FixedCodes();
  tc_status DynamicCodes(tc_diagnostic* diagnostic);
  tc_status Literal(tc_diagnostic* diagnostic);
  tc_status Truncated(tc_diagnostic* diagnostic) const;

  IdatStream stream_;
  uint32_t bits_;  // Read from the stream and not used yet, first bit lowest.
  uint32_t bit_count_;
  State state_;
  bool final_;         // The block under way is the last.
  uint32_t pending_;   // Bytes of the stored block or of the match that are still to come.
  uint32_t distance_;  // Of the match; 0: none is under way.
  int32_t literal_;    // Byte decoded and not handed out, or -1.
  uint64_t produced_;
  uint32_t adler_a_, adler_b_;
  uint8_t* window_;
  InflateCode literals_, distances_;
  uint8_t lengths_[InflateCode::kMaxSymbols + 32];
};

}  // namespace tinyclassify::image

#endif
