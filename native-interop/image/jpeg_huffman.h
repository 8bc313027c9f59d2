// JPEG's entropy coding: bits between markers, and canonical Huffman codes of up to 16 bits (T.81, annexes C and F).
#ifndef TINYCLASSIFY_IMAGE_JPEG_HUFFMAN_H
#define TINYCLASSIFY_IMAGE_JPEG_HUFFMAN_H

#include "source.h"

namespace tinyclassify::image {

class JpegHuffman;

/// The bits of entropy-coded data, most significant first. Behind the last one zeros follow, and Overrun() tells.
class JpegBits {
 public:
  /// @param source  stands at the first byte of entropy-coded data
  void Start(Source* source) {
    source_ = source;
    bits_ = count_ = padding_ = 0;
    marker_ = kNoMarker;
  }

  /// @param count  1 .. 16
  uint32_t Peek(uint32_t count) {
    if (count_ < count) Fill();
    return bits_ >> (32 - count);
  }

  /// Drops bits that Peek has shown.
  void Skip(uint32_t count) {
    bits_ <<= count;
    count_ -= count;
  }

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

  /// Reads a block of a sequential JPEG.
  /// @param dc     the last block's mean; receives this one's
  /// @param block  [8, 8], zeros; receives what is not zero
  /// @return a place in the file's order behind which all is zero, or -1 where the data are damaged
  int32_t ReadBlock(const JpegHuffman& dc_code, const JpegHuffman& ac_code, int32_t* dc, int16_t* block);

  /// Whether more bits were read than there are.
  bool Overrun() const { return padding_ > count_; }

  /// Drops what is left before the next marker: the bits that fill the last byte, and stray bytes.
  /// @return the marker, or kJpegEndOfFile
  uint32_t FindMarker();

  /// Whether the data are known to end with the file.
  bool AtEndOfFile() const { return marker_ == 0; }

 private:
  static constexpr uint32_t kNoMarker = 0x100;

  /// How ReadBlock holds the bits: `spare` is their number less 16.
  struct Held {
    uint32_t bits;
    int32_t spare;
    const uint8_t* at;  // In the source's buffer.
  };

  void Fill();
  int32_t NextByte();
  Held Hold();
  Held FillHeld(Held held);
  void Release(const Held& held);

  Source* source_;
  uint32_t bits_;  // The highest count_ bits are to come, highest first; the others are zero.
  uint32_t count_;
  uint32_t padding_;    // How many of them, the last ones, were made up.
  uint32_t marker_;     // That the data end with, once it was seen.
  const uint8_t* end_;  // ReadBlock: up to where two bytes may be taken without looking for the marker.
};

class JpegHuffman {
 public:
  /// @param lengths  [16]: how many codes have 1, 2, ... 16 bits
  /// @param count    of symbols, as the lengths say, 256 at most; they stand in symbols() already
  /// @return false when the lengths do not make a code
  bool Build(const uint8_t* lengths, uint32_t count);

  uint8_t* symbols() { return symbols_; }

  /// @return the symbol, or -1 when the bits are no code
  int32_t Read(JpegBits* bits) const {
    const uint32_t fast = fast_[bits->Peek(kFastBits)];
    if (fast == 0) return ReadLong(bits);
    bits->Skip(fast >> 8);
    return static_cast<int32_t>(fast & 0xFF);
  }

  /// Categories that 8-bit samples can lead to (T.81, tables F.1 and F.2).
  static constexpr uint32_t kMaxDcCategory = 11, kMaxAcCategory = 10;

 private:
  friend class JpegBits;
  static constexpr uint32_t kFastBits = 8;
  static constexpr uint32_t kMaxBits = 16;
  static constexpr uint32_t kWholeBits = 10;

  static constexpr uint32_t kNoSymbol = 0xFF;  // That no 8-bit JPEG has.

  int32_t ReadLong(JpegBits* bits) const;
  /// @param bits  the next 16, highest first
  /// @return bits of the code << 8 | symbol, or kNoSymbol where the bits are no code of more than kFastBits
  uint32_t FindLong(uint32_t bits) const;
  void BuildWhole();

  // An AC coefficient whose code and value take so few bits: value << 8 | (run + 1) << 4 | bits.
  int16_t whole_[1u << kWholeBits];
  uint16_t fast_[1u << kFastBits];  // bits << 8 | symbol; 0: longer or no code.
  uint32_t end_[kMaxBits + 1];      // One past the last code of each length.
  int32_t index_[kMaxBits + 1];     // Symbol number = code + index_.
  uint8_t symbols_[256];
};

}  // namespace tinyclassify::image

#endif
