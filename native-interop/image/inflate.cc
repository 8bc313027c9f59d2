#include "inflate.h"

#include "failure.h"

namespace tinyclassify::image {
namespace {

// RFC 1951, 3.2.5: the shortest length and distance of each code, and the extra bits that follow it.
constexpr uint16_t kLengthBase[29] = {3,  4,  5,  6,  7,  8,  9,  10, 11,  13,  15,  17,  19,  23, 27,
                                      31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258};
constexpr uint8_t kLengthBits[29] = {0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0};
constexpr uint16_t kDistanceBase[30] = {1,   2,   3,   4,   5,   7,    9,    13,   17,   25,   33,   49,   65,    97,    129,
                                        193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577};
constexpr uint8_t kDistanceBits[30] = {0, 0, 0, 0, 1, 1, 2, 2,  3,  3,  4,  4,  5,  5,  6,
                                       6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13};
// 3.2.7: the order in which the code lengths' own lengths are stored.
constexpr uint8_t kLengthOrder[19] = {16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};

constexpr uint32_t kEndOfBlock = 256;
constexpr uint32_t kAdlerModulus = 65521;
constexpr uint32_t kAdlerRun = 5552;  // Bytes that can be added before the 32-bit sums must be reduced.

}  // namespace

tc_status Inflater::Start(PngFile* stream, uint8_t* window, tc_diagnostic* diagnostic) {
  stream_ = stream;
  window_ = window;
  bits_ = bit_count_ = pending_ = distance_ = position_ = 0;
  state_ = State::kBlockHeader;
  final_ = false;
  produced_ = 0;
  adler_a_ = 1;
  adler_b_ = 0;
  uint32_t method, flags;
  if (!Bits(8, &method) || !Bits(8, &flags)) return Truncated(diagnostic);
  if ((method & 15) != 8 || method >> 4 > 7) return Corrupt(diagnostic, "PNG zlib header", method, 0x78);
  if ((method * 256 + flags) % 31 != 0) return Corrupt(diagnostic, "PNG zlib header", (method * 256 + flags) % 31, 0);
  if ((flags & 32) != 0) return Corrupt(diagnostic, "PNG zlib header", 1, 0);
  return TC_OK;
}

tc_status Inflater::Truncated(tc_diagnostic* diagnostic) const {
  if (stream_->status() != TC_OK) return stream_->status();  // Told already.
  return CorruptWide(diagnostic, "PNG pixel data end early; bytes until then", static_cast<int64_t>(produced_),
                     static_cast<int64_t>(produced_) + 1);
}

/// Gets at least `count` bits, at most 25, into bits_; zeros follow behind the stream's end.
/// @return whether they all came from the stream
bool Inflater::Fill(uint32_t count) {
  while (bit_count_ < count) {
    const int32_t byte = stream_->Next();
    if (byte < 0) return false;
    bits_ |= static_cast<uint32_t>(byte) << bit_count_;
    bit_count_ += 8;
  }
  return true;
}

bool Inflater::Bits(uint32_t count, uint32_t* value) {
  if (!Fill(count)) return false;
  *value = bits_ & ((1u << count) - 1);
  bits_ >>= count;
  bit_count_ -= count;
  return true;
}

tc_status Inflater::Symbol(const InflateCode& code, uint32_t* symbol, tc_diagnostic* diagnostic) {
  Fill(InflateCode::kMaxBits);  // Fewer are left at the end of the stream, and may be enough.
  const uint32_t found = code.Find(bits_);
  const uint32_t bits = found & 15;
  if (bits > bit_count_) return Truncated(diagnostic);
  if (found == 0) return Corrupt(diagnostic, "PNG deflate data", bits_ & 0x7fff, 0);
  bits_ >>= bits;
  bit_count_ -= bits;
  *symbol = found >> 4;
  return TC_OK;
}

tc_status Inflater::BlockHeader(tc_diagnostic* diagnostic) {
  if (final_) {
    state_ = State::kEnd;
    return TC_OK;
  }
  uint32_t last, type;
  if (!Bits(1, &last) || !Bits(2, &type)) return Truncated(diagnostic);
  final_ = last != 0;
  if (type == 0) return StoredHeader(diagnostic);
  if (type == 3) return Corrupt(diagnostic, "PNG deflate data", 3, 2);
  state_ = State::kCodes;
  if (type == 2) return DynamicCodes(diagnostic);
  FixedCodes();
  return TC_OK;
}

tc_status Inflater::StoredHeader(tc_diagnostic* diagnostic) {
  uint32_t skipped, length, inverse;
  if (!Bits(bit_count_ & 7, &skipped) || !Bits(16, &length) || !Bits(16, &inverse)) return Truncated(diagnostic);
  if ((length ^ inverse) != 0xffff) return Corrupt(diagnostic, "PNG deflate data", inverse, length ^ 0xffff);
  pending_ = length;
  state_ = State::kStored;
  return TC_OK;
}

void Inflater::FixedCodes() {
  for (uint32_t i = 0; i < 288; ++i) lengths_[i] = i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8;
  literals_.Build(lengths_, 288);
  for (uint32_t i = 0; i < 32; ++i) lengths_[i] = 5;
  distances_.Build(lengths_, 32);
}

tc_status Inflater::DynamicCodes(tc_diagnostic* diagnostic) {
  uint32_t literal_count, distance_count, length_count;
  if (!Bits(5, &literal_count) || !Bits(5, &distance_count) || !Bits(4, &length_count)) return Truncated(diagnostic);
  literal_count += 257;
  distance_count += 1;
  length_count += 4;
  if (literal_count > 286) return Corrupt(diagnostic, "PNG deflate data", literal_count, 286);
  if (distance_count > 30) return Corrupt(diagnostic, "PNG deflate data", distance_count, 30);

  for (uint32_t i = 0; i < 19; ++i) lengths_[i] = 0;
  for (uint32_t i = 0; i < length_count; ++i) {
    uint32_t bits;
    if (!Bits(3, &bits)) return Truncated(diagnostic);
    lengths_[kLengthOrder[i]] = static_cast<uint8_t>(bits);
  }
  // The distances' place holds the code of the code lengths until it is known itself.
  if (!distances_.Build(lengths_, 19)) return Corrupt(diagnostic, "PNG deflate data", 1, 0);

  const uint32_t total = literal_count + distance_count;
  for (uint32_t i = 0; i < total;) {
    uint32_t symbol;
    const tc_status status = Symbol(distances_, &symbol, diagnostic);
    if (status != TC_OK) return status;
    if (symbol < 16) {
      lengths_[i++] = static_cast<uint8_t>(symbol);
      continue;
    }
    if (symbol == 16 && i == 0) return Corrupt(diagnostic, "PNG deflate data", 0, 1);
    const uint8_t value = symbol == 16 ? lengths_[i - 1] : 0;
    const uint32_t extra = symbol == 16 ? 2 : symbol == 17 ? 3 : 7;
    uint32_t repeat;
    if (!Bits(extra, &repeat)) return Truncated(diagnostic);
    repeat += symbol == 18 ? 11 : 3;
    if (repeat > total - i) return Corrupt(diagnostic, "PNG deflate data", i + repeat, total);
    while (repeat-- > 0) lengths_[i++] = value;
  }
  if (lengths_[kEndOfBlock] == 0) return Corrupt(diagnostic, "PNG deflate data", 0, 1);
  if (!literals_.Build(lengths_, literal_count)) return Corrupt(diagnostic, "PNG deflate data", 1, 0);
  if (!distances_.Build(lengths_ + literal_count, distance_count)) return Corrupt(diagnostic, "PNG deflate data", 1, 0);
  return TC_OK;
}

/// Decodes a match or the end of the block; literals were read before.
tc_status Inflater::Match(tc_diagnostic* diagnostic) {
  uint32_t symbol;
  tc_status status = Symbol(literals_, &symbol, diagnostic);
  if (status != TC_OK) return status;
  if (symbol == kEndOfBlock) {
    state_ = State::kBlockHeader;
    return TC_OK;
  }
  symbol -= kEndOfBlock + 1;
  if (symbol >= 29) return Corrupt(diagnostic, "PNG deflate data", symbol, 28);
  uint32_t extra;
  if (!Bits(kLengthBits[symbol], &extra)) return Truncated(diagnostic);
  pending_ = kLengthBase[symbol] + extra;

  status = Symbol(distances_, &symbol, diagnostic);
  if (status != TC_OK) return status;
  if (symbol >= 30) return Corrupt(diagnostic, "PNG deflate data", symbol, 29);
  if (!Bits(kDistanceBits[symbol], &extra)) return Truncated(diagnostic);
  distance_ = kDistanceBase[symbol] + extra;
  if (distance_ > produced_) return Corrupt(diagnostic, "PNG deflate data", distance_, static_cast<int32_t>(produced_));
  return TC_OK;
}

/// One step towards the next byte: a match, or from block to block.
tc_status Inflater::Advance(tc_diagnostic* diagnostic) {
  distance_ = 0;
  return state_ == State::kCodes ? Match(diagnostic) : BlockHeader(diagnostic);
}

/// Hands out literals until something else comes.
uint8_t* Inflater::Literals(uint8_t* out, const uint8_t* end) {
  while (out < end) {
    Fill(InflateCode::kMaxBits);
    const uint32_t found = literals_.Find(bits_);
    const uint32_t bits = found & 15;
    if (found == 0 || found >> 4 >= kEndOfBlock || bits > bit_count_) break;
    bits_ >>= bits;
    bit_count_ -= bits;
    *out = window_[position_] = static_cast<uint8_t>(found >> 4);
    position_ = (position_ + 1) & kWindowMask;
    ++out;
  }
  return out;
}

/// Hands out what is left of a match.
uint8_t* Inflater::CopyMatch(uint8_t* out, const uint8_t* end) {
  uint32_t from = (position_ - distance_) & kWindowMask;
  // Byte by byte: a match may reach into itself.
  for (; out < end && pending_ > 0; --pending_) {
    *out++ = window_[position_] = window_[from];
    position_ = (position_ + 1) & kWindowMask;
    from = (from + 1) & kWindowMask;
  }
  return out;
}

/// Hands out what is left of a stored block.
/// @return null where the stream ends before
uint8_t* Inflater::CopyStored(uint8_t* out, const uint8_t* end) {
  for (; out < end && pending_ > 0; --pending_) {
    uint32_t stored;
    if (!Bits(8, &stored)) return nullptr;
    *out++ = window_[position_] = static_cast<uint8_t>(stored);
    position_ = (position_ + 1) & kWindowMask;
  }
  return out;
}

void Inflater::AddToChecksum(const uint8_t* data, uint32_t count) {
  while (count > 0) {
    uint32_t run = count < kAdlerRun ? count : kAdlerRun;
    count -= run;
    for (; run > 0; --run) {
      adler_a_ += *data++;
      adler_b_ += adler_a_;
    }
    adler_a_ %= kAdlerModulus;
    adler_b_ %= kAdlerModulus;
  }
}

tc_status Inflater::Read(uint8_t* out, uint32_t count, tc_diagnostic* diagnostic) {
  uint8_t* at = out;
  uint8_t* const end = out + count;
  while (at < end) {
    uint8_t* const before = at;
    if (pending_ == 0) {
      if (state_ == State::kCodes) at = Literals(at, end);
      produced_ += static_cast<uint32_t>(at - before);
      if (at == end) break;
      const tc_status status = Advance(diagnostic);
      if (status != TC_OK) return status;
      if (pending_ == 0 && state_ == State::kEnd) return Truncated(diagnostic);
      continue;
    }
    at = distance_ > 0 ? CopyMatch(at, end) : CopyStored(at, end);
    if (at == nullptr) return Truncated(diagnostic);
    produced_ += static_cast<uint32_t>(at - before);
  }
  AddToChecksum(out, count);
  return TC_OK;
}

tc_status Inflater::Finish(tc_diagnostic* diagnostic) {
  const uint64_t expected = produced_;
  while (state_ != State::kEnd) {
    if (produced_ > expected * 2 + kWindowBytes)
      return CorruptWide(diagnostic, "PNG holds far more pixel data than its size says", static_cast<int64_t>(produced_),
                         static_cast<int64_t>(expected));
    uint8_t surplus;
    uint8_t* const end = pending_ == 0   ? state_ == State::kCodes ? Literals(&surplus, &surplus + 1) : &surplus
                         : distance_ > 0 ? CopyMatch(&surplus, &surplus + 1)
                                         : CopyStored(&surplus, &surplus + 1);
    if (end == nullptr) return Truncated(diagnostic);
    if (end != &surplus) {
      AddToChecksum(&surplus, 1);
      ++produced_;
      continue;
    }
    const tc_status status = Advance(diagnostic);
    if (status != TC_OK) return status;
  }
  uint32_t skipped, seen = 0;
  if (!Bits(bit_count_ & 7, &skipped)) return Truncated(diagnostic);
  for (int i = 0; i < 4; ++i) {
    uint32_t byte;
    if (!Bits(8, &byte)) return Truncated(diagnostic);
    seen = seen << 8 | byte;
  }
  const uint32_t adler = adler_b_ << 16 | adler_a_;
  if (seen != adler) return CorruptWide(diagnostic, "PNG checksum", seen, adler);
  return TC_OK;
}

}  // namespace tinyclassify::image
