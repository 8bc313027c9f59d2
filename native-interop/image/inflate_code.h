// What deflate codes its symbols with.
#ifndef TINYCLASSIFY_IMAGE_INFLATE_CODE_H
#define TINYCLASSIFY_IMAGE_INFLATE_CODE_H

#include <cstdint>

namespace tinyclassify::image {

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
  uint32_t Find(uint32_t bits) const {
    const uint32_t fast = fast_[bits & ((1u << kFastBits) - 1)];
    return fast != 0 ? fast : FindLong(bits);
  }

 private:
  uint32_t FindLong(uint32_t bits) const;

  static constexpr uint32_t kFastBits = 9;

  uint16_t fast_[1u << kFastBits];  // symbol << 4 | bits; 0: longer or no code.
  uint16_t count_[kMaxBits + 1];    // Codes of each length.
  uint16_t symbols_[kMaxSymbols];   // In code order.
};

}  // namespace tinyclassify::image

#endif
