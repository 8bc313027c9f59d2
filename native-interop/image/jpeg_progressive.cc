// Scans of pictures that are kept: into their coefficients, bit by bit where they are progressive (T.81, annex G).
#include "jpeg_scan.h"

namespace tinyclassify::image {

/// @return null, or what is wrong
const char* JpegScanDecoder::DecodeBuffered(uint32_t unit_x, uint32_t unit_y) {
  for (uint32_t i = 0; i < scan_.count; ++i) {
    const JpegComponent& component = frame_.components[scan_.component[i]];
    const uint32_t h = interleaved_ ? component.h : 1, v = interleaved_ ? component.v : 1;
    for (uint32_t block = 0; block < h * v; ++block) {
      const char* const problem = DecodeKept(i, unit_x * h + block % h, unit_y * v + block / h);
      if (problem != nullptr) return problem;
    }
  }
  return nullptr;
}

/// Decodes into what is kept of a block.
/// @param x, y  of the block, within the component
const char* JpegScanDecoder::DecodeKept(uint32_t index, uint32_t x, uint32_t y) {
  const uint32_t c = scan_.component[index];
  const JpegPlane& plane = layout_.planes[c];
  int16_t* const kept = JpegKept(frame_, layout_, memory_, c, x, y);
  int16_t block[64];
  if (frame_.progressive && (plane.kept == 8 || scan_.first == 0)) return DecodeBlock(index, kept != nullptr ? kept : block);
  uint32_t* const history = plane.history ? memory_.history[c] + (static_cast<size_t>(y) * plane.blocks_x + x) * 2 : nullptr;
  // In a run of blocks without anything new there is nothing to do where nothing is known yet.
  if (end_of_band_run_ > 0 && (scan_.high == 0 || (history[0] | history[1]) == 0)) {
    --end_of_band_run_;
    return nullptr;
  }
  // Nothing but refinements looks at what is known, and nothing but the history at what is new and not kept.
  for (uint32_t i = 0; i < 64 && history != nullptr; ++i) block[i] = static_cast<int16_t>(history[i / 32] >> i % 32 & 1);
  const uint32_t side = kept != nullptr ? plane.kept : 0;
  int16_t* at = kept;
  for (uint32_t row = 0; row < side; ++row) {
    for (uint32_t column = 0; column < side; ++column) block[row * 8 + column] = *at++;
  }
  const char* const problem = DecodeBlock(index, block);
  at = kept;
  for (uint32_t row = 0; row < side; ++row) {
    for (uint32_t column = 0; column < side; ++column) *at++ = block[row * 8 + column];
  }
  for (uint32_t i = 0; i < 64 && history != nullptr; ++i) {
    if (block[i] != 0) history[i / 32] |= 1u << i % 32;
  }
  return problem;
}

/// @return null, or what is wrong
const char* JpegScanDecoder::DecodeBlock(uint32_t index, int16_t* block) {
  if (!frame_.progressive) {
    const char* const problem = FirstDc(index, block);
    return problem == nullptr ? FirstAc(index, block) : problem;
  }
  if (scan_.first != 0) return scan_.high == 0 ? FirstAc(index, block) : RefineAc(index, block);
  if (scan_.high == 0) return FirstDc(index, block);
  if (bits_.Read(1) != 0) block[0] = static_cast<int16_t>(block[0] | 1 << scan_.low);
  return nullptr;
}

const char* JpegScanDecoder::DcDifference(uint32_t index) {
  const int32_t category = memory_.tables->dc[scan_.dc_table[index]].Read(&bits_);
  if (category < 0) return kDamaged;
  if (static_cast<uint32_t>(category) > JpegHuffman::kMaxDcCategory) return kDamaged;
  dc_[index] += bits_.ReadSigned(static_cast<uint32_t>(category));
  return InRange(dc_[index]) ? nullptr : kDamaged;
}

const char* JpegScanDecoder::FirstDc(uint32_t index, int16_t* block) {
  const char* const problem = DcDifference(index);
  if (problem != nullptr) return problem;
  const int32_t value = dc_[index] * (1 << scan_.low);
  if (!InRange(value)) return kDamaged;
  block[0] = static_cast<int16_t>(value);
  return nullptr;
}

const char* JpegScanDecoder::FirstAc(uint32_t index, int16_t* block) {
  if (end_of_band_run_ > 0) {
    --end_of_band_run_;
    return nullptr;
  }
  const JpegHuffman& code = memory_.tables->ac[scan_.ac_table[index]];
  for (uint32_t k = scan_.first > 0 ? scan_.first : 1; k <= scan_.last; ++k) {
    const int32_t symbol = code.Read(&bits_);
    if (symbol < 0) return kDamaged;
    const int32_t category = symbol & 15;
    const uint32_t run = static_cast<uint32_t>(symbol) >> 4;
    if (category == 0 && run != 15) {
      // This block and as many more hold nothing else in the band.
      end_of_band_run_ = (1u << run) + bits_.Read(run) - 1;
      break;
    }
    k += run;
    if (k > scan_.last) return kDamaged;
    if (category == 0) continue;
    if (static_cast<uint32_t>(category) > JpegHuffman::kMaxAcCategory) return kDamaged;
    const int32_t value = bits_.ReadSigned(static_cast<uint32_t>(category)) * (1 << scan_.low);
    if (!InRange(value)) return kDamaged;
    block[JpegZigzag(k)] = static_cast<int16_t>(value);
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
    if (symbol < 0) return kDamaged;
    const uint32_t category = static_cast<uint32_t>(symbol) & 15;
    uint32_t run = static_cast<uint32_t>(symbol) >> 4;
    if (category > 1) return kDamaged;
    if (category == 0 && run != 15) {
      end_of_band_run_ = (1u << run) + bits_.Read(run);
      break;
    }
    const int32_t bit = 1 << scan_.low;
    const int32_t value = category == 0 ? 0 : bits_.Read(1) != 0 ? bit : -bit;
    // The run counts coefficients that are still zero; the others on the way get their bit.
    for (;; ++k) {
      if (k > scan_.last) return kDamaged;
      int16_t* const coefficient = block + JpegZigzag(k);
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
    if (block[JpegZigzag(k)] != 0) RefineNonZero(block + JpegZigzag(k));
  }
  --end_of_band_run_;
  return nullptr;
}

}  // namespace tinyclassify::image
