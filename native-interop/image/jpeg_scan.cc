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
  for (uint32_t i = 0; i < scan_.count; ++i) {
    const uint32_t c = scan_.component[i];
    const JpegComponent& component = frame_.components[c];
    const uint32_t h = interleaved_ ? component.h : 1, v = interleaved_ ? component.v : 1;
    for (uint32_t y = 0; y < v; ++y) {
      for (uint32_t x = 0; x < h; ++x) {
        int16_t streamed[64];
        int16_t* block = streamed;
        if (frame_.buffered) {
          const size_t blocks_x = static_cast<size_t>(frame_.mcus_x) * component.h;
          block = memory_.coefficients[c] + ((static_cast<size_t>(unit_y) * v + y) * blocks_x + unit_x * h + x) * 64;
        }
        const char* const problem = DecodeBlock(i, block);
        if (problem != nullptr) return Damaged(bits_.Overrun() ? "JPEG data end early; MCUs decoded" : problem);
        if (!frame_.buffered && rows->Wants(unit_x, unit_y)) rows->Put(c, unit_x * h + x, y, block);
      }
    }
  }
  if (bits_.Overrun()) return Damaged(bits_.AtEndOfFile() ? kTruncated : "JPEG data end early; MCUs decoded until then");
  return TC_OK;
}

/// @return null, or what is wrong
const char* JpegScanDecoder::DecodeBlock(uint32_t index, int16_t* block) {
  if (!frame_.progressive) return Sequential(index, block);
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

const char* JpegScanDecoder::Sequential(uint32_t index, int16_t* block) {
  memset(block, 0, 64 * sizeof(int16_t));
  const char* const problem = DcDifference(index);
  if (problem != nullptr) return problem;
  block[0] = static_cast<int16_t>(dc_[index]);
  const JpegHuffman& code = memory_.tables->ac[scan_.ac_table[index]];
  for (uint32_t k = 1; k < 64; ++k) {
    const int32_t symbol = code.Read(&bits_);
    if (symbol < 0) return kBadCode;
    const int32_t category = symbol & 15;
    const uint32_t run = static_cast<uint32_t>(symbol) >> 4;
    if (category == 0 && run != 15) break;  // End of block.
    k += run;
    if (k > 63) return kBadRun;
    if (category == 0) continue;  // Sixteen zeros.
    if (category > kMaxAcCategory) return kBadRange;
    block[kJpegZigzag[k]] = static_cast<int16_t>(bits_.ReadSigned(static_cast<uint32_t>(category)));
  }
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
