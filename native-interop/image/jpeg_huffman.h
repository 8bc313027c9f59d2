// JPEG's entropy coding: bits between markers, and canonical Huffman codes of up to 16 bits (T.81, annexes C and F).
#ifndef TINYCLASSIFY_IMAGE_JPEG_HUFFMAN_H
#define TINYCLASSIFY_IMAGE_JPEG_HUFFMAN_H

#include "bytes.h"

namespace tinyclassify::image {

/// The bits of entropy-coded data, most significant first. Behind the last one zeros follow, and Overrun() tells.
class JpegBits {
 public:
  /// @param offset  of the first byte of entropy-coded data
  void Start(Bytes file, uint32_t offset) {
    file_ = file;
    offset_ = offset;
    Reset();
  }

  /// @param count  1 .. 16
  uint32_t Peek(uint32_t count) {
    if (count_ < count) Fill();
    return bits_ >> (count_ - count) & ((1u << count) - 1);
  }

  /// Drops bits that Peek has shown.
  void Skip(uint32_t count) { count_ -= count; }

  /// @param count  0 .. 16
  uint32_t Read(uint32_t count) {
    if (count == 0) return 0;
    const uint32_t value = Peek(count);
    Skip(count);
    return value;
  }

  /// A signed value of `count` bits, 0 .. 15 (T.81, F.2.2.1): the lower half of the codes stands for negative values.
  int32_t ReadSigned(uint32_t count) {
    const int32_t value = static_cast<int32_t>(Read(count));
    const int32_t span = static_cast<int32_t>(1u << count);
    return value * 2 < span ? value - span + 1 : value;
  }

  /// Whether more bits were read than there are.
  bool Overrun() const { return padding_ > count_; }

  /// Drops the up to seven bits that fill the last byte.
  /// @return whether a marker follows then; false: entropy-coded data are left over
  bool AlignToMarker();

  /// Where AlignToMarker has come to.
  uint32_t offset() const { return offset_; }

 private:
  void Reset() { bits_ = count_ = padding_ = 0; }
  void Fill();
  bool AtMarker() const;

  Bytes file_;
  uint32_t offset_;
  uint32_t bits_;  // The lowest count_ bits are to come, highest first.
  uint32_t count_;
  uint32_t padding_;  // How many of them, the last ones, were made up.
};

class JpegHuffman {
 public:
  /// @param lengths  [16]: how many codes have 1, 2, ... 16 bits
  /// @param symbols  as many as the lengths say, 256 at most
  /// @return false when the lengths do not make a code
  bool Build(const uint8_t* lengths, const uint8_t* symbols, uint32_t count);

  /// @return the symbol, or -1 when the bits are no code
  int32_t Read(JpegBits* bits) const {
    const uint32_t fast = fast_[bits->Peek(kFastBits)];
    if (fast == 0) return ReadLong(bits);
    bits->Skip(fast >> 8);
    return static_cast<int32_t>(fast & 0xFF);
  }

 private:
  static constexpr uint32_t kFastBits = 8;
  static constexpr uint32_t kMaxBits = 16;

  int32_t ReadLong(JpegBits* bits) const;

  uint16_t fast_[1u << kFastBits];  // bits << 8 | symbol; 0: longer or no code.
  uint32_t end_[kMaxBits + 1];      // One past the last code of each length.
  int32_t index_[kMaxBits + 1];     // Symbol number = code + index_.
  uint8_t symbols_[256];
};

}  // namespace tinyclassify::image

#endif
