#include "jpeg_huffman.h"

#include <cstring>

#include "jpeg_header.h"

namespace tinyclassify::image {

/// @return a byte of data, or -1 when a marker or the end of the file is reached
int32_t JpegBits::NextByte() {
  if (marker_ != kNoMarker) return -1;
  int32_t byte = source_->Byte();
  if (byte == 0xFF) {
    while (byte == 0xFF) byte = source_->Byte();  // Fill bytes.
    if (byte == 0) return 0xFF;
    marker_ = byte < 0 ? 0 : static_cast<uint32_t>(byte);
    return -1;
  }
  if (byte < 0) marker_ = 0;
  return byte;
}

void JpegBits::Fill() {
  while (count_ <= 24) {
    const int32_t byte = NextByte();
    bits_ = bits_ << 8 | (byte < 0 ? 0u : static_cast<uint32_t>(byte));
    count_ += 8;
    // Only a stream that is already wrong gets far beyond its end; the sum must not wrap around.
    if (byte < 0 && padding_ < 1u << 16) padding_ += 8;
  }
}

uint32_t JpegBits::FindMarker() {
  const uint32_t marker = marker_ != kNoMarker ? marker_ : FindJpegMarker(source_);
  Start(source_);
  return marker;
}

bool JpegHuffman::Build(const uint8_t* lengths, uint32_t count) {
  memset(fast_, 0, sizeof(fast_));
  memset(symbols_ + count, 0, sizeof(symbols_) - count);
  uint32_t code = 0, index = 0;
  for (uint32_t bits = 1; bits <= kMaxBits; ++bits) {
    code <<= 1;
    index_[bits] = static_cast<int32_t>(index) - static_cast<int32_t>(code);
    const uint32_t codes = lengths[bits - 1];
    if (code + codes > 1u << bits) return false;
    for (uint32_t i = 0; i < codes && bits <= kFastBits; ++i) {
      const uint32_t shift = kFastBits - bits;
      for (uint32_t rest = 0; rest < 1u << shift; ++rest) {
        fast_[(code + i) << shift | rest] = static_cast<uint16_t>(bits << 8 | symbols_[index + i]);
      }
    }
    code += codes;
    index += codes;
    end_[bits] = code;
  }
  return true;
}

int32_t JpegHuffman::ReadLong(JpegBits* bits) const {
  const uint32_t ahead = bits->Peek(kMaxBits);
  for (uint32_t length = kFastBits + 1; length <= kMaxBits; ++length) {
    const uint32_t code = ahead >> (kMaxBits - length);
    if (code >= end_[length]) continue;
    bits->Skip(length);
    return symbols_[static_cast<int32_t>(code) + index_[length]];
  }
  return -1;
}

}  // namespace tinyclassify::image
