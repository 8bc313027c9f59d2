#include "jpeg_huffman.h"

#include <cstring>

namespace tinyclassify::image {

bool JpegBits::AtMarker() const {
  // FF 00 is a data byte, FF FF a fill byte; the end of the file counts as a marker.
  return offset_ + 1 >= file_.size ||
         (file_.data[offset_] == 0xFF && file_.data[offset_ + 1] != 0 && file_.data[offset_ + 1] != 0xFF);
}

void JpegBits::Fill() {
  while (count_ <= 24) {
    while (offset_ + 1 < file_.size && file_.data[offset_] == 0xFF && file_.data[offset_ + 1] == 0xFF) ++offset_;
    if (AtMarker()) {
      // Only a stream that is already wrong gets far beyond its end; the sum must not wrap around.
      bits_ <<= 8;
      count_ += 8;
      if (padding_ < 1u << 16) padding_ += 8;
      continue;
    }
    const uint8_t byte = file_.data[offset_];
    offset_ += byte == 0xFF ? 2 : 1;
    bits_ = bits_ << 8 | byte;
    count_ += 8;
  }
}

bool JpegBits::AlignToMarker() {
  const bool spent = count_ < padding_ + 8;
  while (offset_ + 1 < file_.size && file_.data[offset_] == 0xFF && file_.data[offset_ + 1] == 0xFF) ++offset_;
  const bool marker = spent && AtMarker();
  Reset();
  return marker;
}

bool JpegHuffman::Build(const uint8_t* lengths, const uint8_t* symbols, uint32_t count) {
  memset(fast_, 0, sizeof(fast_));
  memset(symbols_, 0, sizeof(symbols_));
  memcpy(symbols_, symbols, count);
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
