#include "jpeg_huffman.h"

#include <cstring>

#include "jpeg.h"

namespace tinyclassify::image {
namespace {

constexpr uint32_t kMaxAcCategory = 10;  // T.81, table F.2.

}  // namespace

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
    if (byte > 0) bits_ |= static_cast<uint32_t>(byte) << (24 - count_);
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

int32_t JpegBits::ReadBlock(const JpegHuffman& code, int16_t* block) {
  // The hottest loop of all: what it reads from stays in registers.
  uint32_t bits = bits_, count = count_;
  const uint8_t* at = source_->data();
  const uint8_t* end = at + source_->available();
  // Makes 16 bits out of fewer, or at least 17.
  const auto fill = [&] {
    if (end - at >= 2 && at[0] != 0xFF && at[1] != 0xFF && marker_ == kNoMarker) {
      bits |= (static_cast<uint32_t>(at[0]) << 8 | at[1]) << (16 - count);
      count += 16;
      at += 2;
      return;
    }
    source_->Consume(static_cast<uint32_t>(at - source_->data()));
    bits_ = bits, count_ = count;
    Fill();
    bits = bits_, count = count_;
    at = source_->data();
    end = at + source_->available();
  };
  uint32_t k = 1, last = 0;
  int32_t problem = 0;
  while (k < 64) {
    if (count < 16) fill();
    const int32_t whole = code.whole_[bits >> (32 - JpegHuffman::kWholeBits)];
    if (whole != 0) {
      const uint32_t length = whole & 15;
      bits <<= length;
      count -= length;
      last = k + (static_cast<uint32_t>(whole) >> 4 & 15);
      block[kJpegZigzag[last]] = static_cast<int16_t>(whole >> 8);
      k = last + 1;
      continue;
    }
    uint32_t symbol = code.fast_[bits >> (32 - JpegHuffman::kFastBits)], length = symbol >> 8;
    if (symbol == 0) {
      length = JpegHuffman::kFastBits + 1;
      while (length <= JpegHuffman::kMaxBits && bits >> (32 - length) >= code.end_[length]) ++length;
      if (length > JpegHuffman::kMaxBits) {
        problem = kBadCode;
        break;
      }
      symbol = code.symbols_[static_cast<int32_t>(bits >> (32 - length)) + code.index_[length]];
    }
    bits <<= length;
    count -= length;
    const uint32_t category = symbol & 15, run = symbol >> 4 & 15;
    if (category == 0) {
      if (run != 15) break;  // End of block.
      k += 16;
      continue;
    }
    if (category > kMaxAcCategory) {
      problem = kBadRange;
      break;
    }
    if (count < category) fill();
    const int32_t value = static_cast<int32_t>(bits >> (32 - category));
    bits <<= category;
    count -= category;
    const int32_t half = 1 << (category - 1);
    last = k + run;
    block[kJpegZigzag[last]] = static_cast<int16_t>(value < half ? value - 2 * half + 1 : value);
    k = last + 1;
  }
  source_->Consume(static_cast<uint32_t>(at - source_->data()));
  bits_ = bits, count_ = count;
  if (problem != 0) return problem;
  return k <= 64 ? static_cast<int32_t>(last) : kBadRun;
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
  BuildWhole();
  return true;
}

/// For all first bits that hold a code and the value behind it, both.
void JpegHuffman::BuildWhole() {
  for (uint32_t i = 0; i < 1u << kWholeBits; ++i) {
    whole_[i] = 0;
    const uint32_t fast = fast_[i >> (kWholeBits - kFastBits)];
    const uint32_t length = fast >> 8, run = fast >> 4 & 15, category = fast & 15;
    if (fast == 0 || category == 0 || length + category > kWholeBits) continue;
    const int32_t half = 1 << (category - 1);
    int32_t value = static_cast<int32_t>(i >> (kWholeBits - length - category)) & (2 * half - 1);
    if (value < half) value -= 2 * half - 1;
    whole_[i] = static_cast<int16_t>(value * 256 + static_cast<int32_t>(run << 4 | (length + category)));
  }
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
