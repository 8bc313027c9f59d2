#include "jpeg_scan.h"

#include <cstring>

#include "failure.h"

namespace tinyclassify::image {
namespace {

// Categories and values that 8-bit samples can lead to (T.81, tables F.1 and F.2), and a bound with room for rounding.
constexpr int32_t kMaxDcCategory = 11;
constexpr int32_t kMaxAcCategory = 10;
constexpr int32_t kMaxCoefficient = 2047;

constexpr char kBadCode[] = "JPEG data are damaged: bits that are no Huffman code; MCUs decoded until then";
constexpr char kTruncated[] = "JPEG file is truncated; MCUs decoded until then";
constexpr char kBadRange[] = "JPEG data are damaged: coefficient out of range; MCUs decoded until then";
constexpr char kBadRun[] = "JPEG data are damaged: more than 64 coefficients in a block; MCUs decoded until then";

constexpr char kEndsEarly[] = "JPEG data end early; MCUs decoded until then";

// The largest row or column among the coefficients up to the k-th in the file's order; 7 behind these.
constexpr uint8_t kReach[28] = {0, 1, 1, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 4, 5, 5, 5, 5, 5, 5, 6, 6, 6, 6, 6, 6, 6};

/// Word by word, not by memset: the microcontroller's small library does that byte by byte.
void Clear(uint64_t* words) {
  words[0] = 0, words[1] = 0, words[2] = 0, words[3] = 0, words[4] = 0, words[5] = 0, words[6] = 0, words[7] = 0;
  words[8] = 0, words[9] = 0, words[10] = 0, words[11] = 0, words[12] = 0, words[13] = 0, words[14] = 0, words[15] = 0;
}

bool InRange(int32_t value) { return value >= -kMaxCoefficient && value <= kMaxCoefficient; }

}  // namespace

tc_status JpegScanDecoder::Damaged(const char* what) const { return Corrupt(diagnostic_, what, units_, units_total_); }

tc_status JpegScanDecoder::Decode(uint32_t* marker, JpegRows* rows) {
  // T.81, A.2.2: a component alone in its scan comes block by block, without the padding to whole MCUs.
  const JpegComponent& lone = frame_.components[scan_.component[0]];
  interleaved_ = scan_.count > 1;
  const uint32_t units_x = interleaved_ ? frame_.mcus_x : (lone.width + 7) / 8;
  const uint32_t units_y = interleaved_ ? frame_.mcus_y : (lone.height + 7) / 8;
  units_total_ = units_x * units_y;
  bits_.Start(source_);
  const uint32_t interval = memory_.tables->restart_interval;
  for (uint32_t y = 0; y < units_y; ++y) {
    if (!source_->Continue()) return TC_ERROR_CANCELLED;
    for (uint32_t x = 0; x < units_x; ++x) {
      if (interval != 0 && units_ != 0 && units_ % interval == 0) {
        const tc_status status = Restart();
        if (status != TC_OK) return status;
      }
      const tc_status status = DecodeUnit(x, y, rows);
      if (status != TC_OK) return status;
      ++units_;
    }
    if (!frame_.buffered) rows->Finish(y);
  }
  if (end_of_band_run_ != 0)
    return Damaged("JPEG data are damaged: a run goes beyond the last block; MCUs decoded until then");
  *marker = bits_.FindMarker();
  return TC_OK;
}

tc_status JpegScanDecoder::Restart() {
  if (end_of_band_run_ != 0)
    return Damaged("JPEG data are damaged: a run goes beyond a restart; MCUs decoded until then");
  const uint32_t marker = bits_.FindMarker();
  const uint32_t expected = kJpegRst0 + (restarts_++ & 7);
  if (marker == kJpegEndOfFile) return Damaged(kTruncated);
  if (marker != expected) return Corrupt(diagnostic_, "JPEG restart marker", marker, expected);
  for (int32_t& dc : dc_) dc = 0;
  return TC_OK;
}

tc_status JpegScanDecoder::DecodeUnit(uint32_t unit_x, uint32_t unit_y, JpegRows* rows) {
  const bool wanted = frame_.buffered || layout_.Wants(unit_x, unit_y);
  for (uint32_t i = 0; i < scan_.count; ++i) {
    const uint32_t c = scan_.component[i];
    const JpegComponent& component = frame_.components[c];
    const uint32_t h = interleaved_ ? component.h : 1, v = interleaved_ ? component.v : 1;
    for (uint32_t y = 0; y < v; ++y) {
      for (uint32_t x = 0; x < h; ++x) {
        const char* problem;
        if (frame_.buffered) {
          problem = DecodeBuffered(i, unit_x * h + x, unit_y * v + y);
        } else {
          uint64_t words[16];
          int16_t* const block = reinterpret_cast<int16_t*>(words);
          if (wanted) Clear(words);
          uint32_t reach;
          problem = Sequential(i, block, &reach);
          if (wanted && problem == nullptr) rows->Put(c, unit_x * h + x, y, block, reach);
        }
        if (problem != nullptr) return Damaged(bits_.Overrun() ? kEndsEarly : problem);
      }
    }
  }
  if (bits_.Overrun()) return Damaged(bits_.AtEndOfFile() ? kTruncated : kEndsEarly);
  return TC_OK;
}

/// Decodes into what is kept of a block.
/// @param x, y  of the block, within the component
const char* JpegScanDecoder::DecodeBuffered(uint32_t index, uint32_t x, uint32_t y) {
  const uint32_t c = scan_.component[index];
  const JpegPlane& plane = layout_.planes[c];
  int16_t* const kept = JpegKept(frame_, layout_, memory_, c, x, y);
  int16_t block[64];
  if (frame_.progressive && (plane.kept == 8 || scan_.first == 0)) return DecodeBlock(index, kept != nullptr ? kept : block);
  uint32_t* const history =
      plane.history ? memory_.history[c] + (static_cast<size_t>(y) * plane.blocks_x + x) * 2 : nullptr;
  // In a run of blocks without anything new there is nothing to do where nothing is known yet.
  if (end_of_band_run_ > 0 && (scan_.high == 0 || (history[0] | history[1]) == 0)) {
    --end_of_band_run_;
    return nullptr;
  }
  for (uint32_t i = 0; i < 64; ++i) block[i] = history != nullptr ? static_cast<int16_t>(history[i / 32] >> i % 32 & 1) : 0;
  const uint32_t side = kept != nullptr ? plane.kept : 0;
  for (uint32_t i = 0; i < side * side; ++i) block[i / side * 8 + i % side] = kept[i];
  uint32_t reach;
  const char* const problem = frame_.progressive ? DecodeBlock(index, block) : Sequential(index, block, &reach);
  for (uint32_t i = 0; i < side * side; ++i) kept[i] = block[i / side * 8 + i % side];
  for (uint32_t i = 0; i < 64 && history != nullptr; ++i) {
    if (block[i] != 0) history[i / 32] |= 1u << i % 32;
  }
  return problem;
}

/// @return null, or what is wrong
const char* JpegScanDecoder::DecodeBlock(uint32_t index, int16_t* block) {
  if (scan_.first != 0) return scan_.high == 0 ? FirstAc(index, block) : RefineAc(index, block);
  if (scan_.high == 0) return FirstDc(index, block);
  if (bits_.Read(1) != 0) block[0] = static_cast<int16_t>(block[0] | 1 << scan_.low);
  return nullptr;
}

const char* JpegScanDecoder::DcDifference(uint32_t index) {
  const int32_t category = memory_.tables->dc[scan_.dc_table[index]].Read(&bits_);
  if (category < 0) return kBadCode;
  if (category > kMaxDcCategory) return kBadRange;
  dc_[index] += bits_.ReadSigned(static_cast<uint32_t>(category));
  return InRange(dc_[index]) ? nullptr : kBadRange;
}

/// @param block  zeros
/// @param reach  receives the largest row or column that holds anything, or more
const char* JpegScanDecoder::Sequential(uint32_t index, int16_t* block, uint32_t* reach) {
  const int32_t last =
      bits_.ReadBlock(memory_.tables->dc[scan_.dc_table[index]], memory_.tables->ac[scan_.ac_table[index]], &dc_[index], block);
  if (last < 0) return last == JpegBits::kBadCode ? kBadCode : last == JpegBits::kBadRange ? kBadRange : kBadRun;
  if (!InRange(dc_[index])) return kBadRange;
  *reach = last < 28 ? kReach[last] : 7;
  return nullptr;
}

const char* JpegScanDecoder::FirstDc(uint32_t index, int16_t* block) {
  const char* const problem = DcDifference(index);
  if (problem != nullptr) return problem;
  const int32_t value = dc_[index] * (1 << scan_.low);
  if (!InRange(value)) return kBadRange;
  block[0] = static_cast<int16_t>(value);
  return nullptr;
}

const char* JpegScanDecoder::FirstAc(uint32_t index, int16_t* block) {
  if (end_of_band_run_ > 0) {
    --end_of_band_run_;
    return nullptr;
  }
  const JpegHuffman& code = memory_.tables->ac[scan_.ac_table[index]];
  for (uint32_t k = scan_.first; k <= scan_.last; ++k) {
    const int32_t symbol = code.Read(&bits_);
    if (symbol < 0) return kBadCode;
    const int32_t category = symbol & 15;
    const uint32_t run = static_cast<uint32_t>(symbol) >> 4;
    if (category == 0 && run != 15) {
      // This block and as many more hold nothing else in the band.
      end_of_band_run_ = (1u << run) + bits_.Read(run) - 1;
      break;
    }
    k += run;
    if (k > scan_.last) return kBadRun;
    if (category == 0) continue;
    if (category > kMaxAcCategory) return kBadRange;
    const int32_t value = bits_.ReadSigned(static_cast<uint32_t>(category)) * (1 << scan_.low);
    if (!InRange(value)) return kBadRange;
    block[kJpegZigzag[k]] = static_cast<int16_t>(value);
  }
  return nullptr;
}

/// A coefficient that is known not to be zero gets one more bit, away from zero.
void JpegScanDecoder::RefineNonZero(int16_t* coefficient) {
  if (bits_.Read(1) == 0) return;
  const int32_t bit = 1 << scan_.low;
  *coefficient = static_cast<int16_t>(*coefficient + (*coefficient > 0 ? bit : -bit));
}

const char* JpegScanDecoder::RefineAc(uint32_t index, int16_t* block) {
  const JpegHuffman& code = memory_.tables->ac[scan_.ac_table[index]];
  uint32_t k = scan_.first;
  while (end_of_band_run_ == 0 && k <= scan_.last) {
    const int32_t symbol = code.Read(&bits_);
    if (symbol < 0) return kBadCode;
    const uint32_t category = static_cast<uint32_t>(symbol) & 15;
    uint32_t run = static_cast<uint32_t>(symbol) >> 4;
    if (category > 1) return kBadRange;
    if (category == 0 && run != 15) {
      end_of_band_run_ = (1u << run) + bits_.Read(run);
      break;
    }
    const int32_t bit = 1 << scan_.low;
    const int32_t value = category == 0 ? 0 : bits_.Read(1) != 0 ? bit : -bit;
    // The run counts coefficients that are still zero; the others on the way get their bit.
    for (;; ++k) {
      if (k > scan_.last) return kBadRun;
      int16_t* const coefficient = block + kJpegZigzag[k];
      if (*coefficient != 0) {
        RefineNonZero(coefficient);
      } else if (run-- == 0) {
        *coefficient = static_cast<int16_t>(value);
        ++k;
        break;
      }
    }
  }
  if (end_of_band_run_ == 0) return nullptr;
  for (; k <= scan_.last; ++k) {
    if (block[kJpegZigzag[k]] != 0) RefineNonZero(block + kJpegZigzag[k]);
  }
  --end_of_band_run_;
  return nullptr;
}

}  // namespace tinyclassify::image
