#include "jpeg_huffman.h"

#include <cstring>

#include "jpeg.h"

// Rare ways out of a hot loop are calls: inlined they would take its registers.
#if defined(__GNUC__)
#define TC_NOINLINE __attribute__((noinline))
#else
#define TC_NOINLINE
#endif

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

JpegBits::Held JpegBits::Hold() {
  const uint8_t* const at = source_->data();
  end_ = at + (marker_ == kNoMarker && source_->available() > 0 ? source_->available() - 1 : 0);
  return {bits_, static_cast<int32_t>(count_) - 16, at};
}

void JpegBits::Release(const Held& held) {
  source_->Consume(static_cast<uint32_t>(held.at - source_->data()));
  bits_ = held.bits;
  count_ = static_cast<uint32_t>(held.spare + 16);
}

TC_NOINLINE JpegBits::Held JpegBits::FillHeld(Held held) {
  Release(held);
  Fill();
  return Hold();
}

int32_t JpegBits::ReadBlock(const JpegHuffman& dc_code, const JpegHuffman& ac_code, int32_t* dc, int16_t* block) {
  // The hottest loop of all: what it works on stays in registers.
  Held held = Hold();
  uint32_t bits = held.bits;
  int32_t spare = held.spare;
  const uint8_t* at = held.at;
  // Makes at least 16 bits out of fewer.
  const auto fill = [&] {
    if (at < end_) {
      const uint32_t two = ReadBig16(at);
      if (two < 0xFF00 && (two & 0xFF) != 0xFF) {
        spare += 16;
        bits |= two << 16 >> spare;
        at += 2;
        return;
      }
    }
    const Held filled = FillHeld({bits, spare, at});
    bits = filled.bits;
    spare = filled.spare;
    at = filled.at;
  };
  if (spare < 0) fill();
  constexpr uint32_t kBad = 100;
  uint32_t k = 0;  // Coefficients that are known.
  uint32_t symbol = 0;
  const int32_t mean = dc_code.whole_[bits >> (32 - JpegHuffman::kWholeBits)];
  bool rare = (mean & 0xF0) != 0x10;  // Symbols with a run are no means.
  if (rare) {
    symbol = dc_code.fast_[bits >> (32 - JpegHuffman::kFastBits)];
  } else {
    bits <<= mean & 15;
    spare -= mean & 15;
    if (spare < 0) fill();
    block[0] = static_cast<int16_t>(*dc += mean >> 8);
    k = 1;
  }
  for (;; rare = true) {
    if (rare) {
      // Here comes what no table holds as a whole: the block's mean, and the rarer coefficients.
      if (symbol == 0) symbol = (k == 0 ? dc_code : ac_code).FindLong(bits);
      const uint32_t length = symbol >> 8;
      bits <<= length;
      spare -= static_cast<int32_t>(length);
      if (spare < 0) fill();
      symbol &= 0xFF;
      const uint32_t category = symbol & 15, run = symbol >> 4;
      if (category == 0 && k > 0) {
        if (run != 15) break;  // End of block.
        k += 16;
      } else {
        if (k == 0 ? symbol > JpegHuffman::kMaxDcCategory : category > JpegHuffman::kMaxAcCategory) {
          k = kBad;
          break;
        }
        int32_t value = 0;
        if (category > 0) {
          value = static_cast<int32_t>(bits >> (32 - category));
          bits <<= category;
          spare -= static_cast<int32_t>(category);
          const int32_t half = 1 << (category - 1);
          if (value < half) value -= 2 * half - 1;
          if (spare < 0) fill();
        }
        if (k == 0) value = *dc += value;
        k += run;
        ++k;
        block[kJpegPlaces[k]] = static_cast<int16_t>(value);
      }
    }
    while (k < 64) {
      const int32_t whole = ac_code.whole_[bits >> (32 - JpegHuffman::kWholeBits)];
      const uint32_t used = static_cast<uint32_t>(whole) & 15;
      if (used == 0) break;
      k += static_cast<uint32_t>(whole) >> 4 & 15;
      bits <<= used;
      block[kJpegPlaces[k]] = static_cast<int16_t>(whole >> 8);
      spare -= static_cast<int32_t>(used);
      if (spare < 0) fill();
    }
    if (k >= 64) break;
    symbol = ac_code.fast_[bits >> (32 - JpegHuffman::kFastBits)];
    if (symbol != 0 && (symbol & 0xFF) == 0) {  // End of block, as most blocks have it; the next one fills up.
      bits <<= symbol >> 8;
      spare -= static_cast<int32_t>(symbol >> 8);
      break;
    }
  }
  Release({bits, spare, at});
  return k <= 64 ? static_cast<int32_t>(k) - 1 : -1;
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
    // A value has 8 bits; in a code of few symbols larger ones may be short, too.
    if (fast == 0 || category == 0 || category > 7 || run == 15 || length + category > kWholeBits) continue;
    const int32_t half = 1 << (category - 1);
    int32_t value = static_cast<int32_t>(i >> (kWholeBits - length - category)) & (2 * half - 1);
    if (value < half) value -= 2 * half - 1;
    whole_[i] = static_cast<int16_t>(value * 256 + static_cast<int32_t>((run + 1) << 4 | (length + category)));
  }
}

TC_NOINLINE uint32_t JpegHuffman::FindLong(uint32_t bits) const {
  for (uint32_t length = kFastBits + 1; length <= kMaxBits; ++length) {
    const uint32_t code = bits >> (32 - length);
    if (code < end_[length]) return length << 8 | symbols_[static_cast<int32_t>(code) + index_[length]];
  }
  return kNoSymbol;
}

int32_t JpegHuffman::ReadLong(JpegBits* bits) const {
  const uint32_t found = FindLong(bits->Peek(kMaxBits) << 16);
  if (found == kNoSymbol) return -1;
  bits->Skip(found >> 8);
  return static_cast<int32_t>(found & 0xFF);
}

}  // namespace tinyclassify::image
