#include "inflate_code.h"

namespace tinyclassify::image {
namespace {

uint32_t Reverse(uint32_t code, uint32_t bits) {
  uint32_t reversed = 0;
  for (uint32_t i = 0; i < bits; ++i) reversed |= (code >> i & 1) << (bits - 1 - i);
  return reversed;
}

}  // namespace

bool InflateCode::Build(const uint8_t* lengths, uint32_t count) {
  for (uint16_t& entry : fast_) entry = 0;
  for (uint16_t& entry : count_) entry = 0;
  for (uint32_t i = 0; i < count; ++i) ++count_[lengths[i]];
  count_[0] = 0;

  uint16_t first_code[kMaxBits + 1];
  uint16_t first_index[kMaxBits + 1];
  uint32_t code = 0, index = 0;
  int32_t left = 1;  // Codes still free at this length.
  for (uint32_t bits = 1; bits <= kMaxBits; ++bits) {
    code <<= 1;
    left = left * 2 - count_[bits];
    if (left < 0) return false;
    first_code[bits] = static_cast<uint16_t>(code);
    first_index[bits] = static_cast<uint16_t>(index);
    code += count_[bits];
    index += count_[bits];
  }
  if (left > 0 && !(index == 0 || (index == 1 && count_[1] == 1))) return false;

  for (uint32_t symbol = 0; symbol < count; ++symbol) {
    const uint32_t bits = lengths[symbol];
    if (bits == 0) continue;
    symbols_[first_index[bits]++] = static_cast<uint16_t>(symbol);
    const uint32_t reversed = Reverse(first_code[bits]++, bits);
    for (uint32_t i = reversed; bits <= kFastBits && i < 1u << kFastBits; i += 1u << bits) {
      fast_[i] = static_cast<uint16_t>(symbol << 4 | bits);
    }
  }
  return true;
}

uint32_t InflateCode::FindLong(uint32_t bits) const {
  // Codes of one length are consecutive numbers, and follow twice the end of the shorter ones.
  uint32_t code = 0, first = 0, index = 0;
  for (uint32_t length = 1; length <= kMaxBits; ++length) {
    code = code << 1 | (bits >> (length - 1) & 1);
    first <<= 1;
    if (code - first < count_[length]) return static_cast<uint32_t>(symbols_[index + code - first]) << 4 | length;
    first += count_[length];
    index += count_[length];
  }
  return 0;
}

}  // namespace tinyclassify::image
