#include "jpeg_scan.h"

#include <cstring>

#include "failure.h"

namespace tinyclassify::image {
namespace {

// The largest row or column among the coefficients up to the k-th in the file's order; 7 behind these.
constexpr uint8_t kReach[28] = {0, 1, 1, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 4, 5, 5, 5, 5, 5, 5, 6, 6, 6, 6, 6, 6, 6};

/// Word by word, not by memset: the microcontroller's small library does that byte by byte.
void Clear(uint64_t* words) {
  words[0] = 0, words[1] = 0, words[2] = 0, words[3] = 0, words[4] = 0, words[5] = 0, words[6] = 0, words[7] = 0;
  words[8] = 0, words[9] = 0, words[10] = 0, words[11] = 0, words[12] = 0, words[13] = 0, words[14] = 0, words[15] = 0;
}

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
  for (uint32_t i = 0; i < scan_.count && !frame_.buffered; ++i) StartStream(i, *rows);
  const uint32_t interval = memory_.tables->restart_interval;
  for (uint32_t y = 0; y < units_y; ++y) {
    if (!source_->Continue()) return TC_ERROR_CANCELLED;
    for (uint32_t x = 0; x < units_x; ++x) {
      if (interval != 0 && units_ != 0 && units_ % interval == 0) {
        const tc_status status = Restart();
        if (status != TC_OK) return status;
      }
      const tc_status status = DecodeUnit(x, y);
      if (status != TC_OK) return status;
      ++units_;
    }
    if (!frame_.buffered) rows->Finish(y);
  }
  if (end_of_band_run_ != 0) return Damaged(kDamaged);
  *marker = bits_.FindMarker();
  return TC_OK;
}

/// All components are in the one scan.
void JpegScanDecoder::StartStream(uint32_t i, const JpegRows& rows) {
  const JpegPlane& plane = layout_.planes[i];
  JpegStream& stream = memory_.streams[i];
  stream.dc = &memory_.tables->dc[scan_.dc_table[i]];
  stream.ac = &memory_.tables->ac[scan_.ac_table[i]];
  stream.steps = &memory_.steps[i];
  stream.samples = rows.Samples(i, layout_.first_mcu_x);
  stream.h = frame_.components[i].h;
  stream.v = frame_.components[i].v;
  stream.columns = plane.columns;
  stream.rows = plane.rows;
  stream.stride = plane.stride;
  stream.unit_columns = stream.h * plane.columns;
}

tc_status JpegScanDecoder::Restart() {
  if (end_of_band_run_ != 0) return Damaged(kDamaged);
  const uint32_t marker = bits_.FindMarker();
  const uint32_t expected = kJpegRst0 + (restarts_++ & 7);
  if (marker == kJpegEndOfFile) return Damaged(kTruncated);
  if (marker != expected) return Corrupt(diagnostic_, "JPEG restart marker", marker, expected);
  for (int32_t& dc : dc_) dc = 0;
  return TC_OK;
}

/// A unit of a picture that is shown as it comes.
/// @return null, or what is wrong
const char* JpegScanDecoder::DecodeStreamed(uint32_t unit_x, uint32_t unit_y) {
  const bool wanted = layout_.Wants(unit_x, unit_y);
  alignas(8) int16_t block[64];
  for (uint32_t i = 0; i < scan_.count; ++i) {
    const JpegStream& stream = memory_.streams[i];
    const bool means_of_four = stream.columns == 2 && stream.rows == 2;
    uint8_t* line = stream.samples + (unit_x - layout_.first_mcu_x) * stream.unit_columns;
    for (uint32_t y = stream.v; y > 0; --y, line += stream.stride * stream.rows) {
      uint8_t* samples = line;
      for (uint32_t x = stream.h; x > 0; --x, samples += stream.columns) {
        if (wanted) Clear(reinterpret_cast<uint64_t*>(block));
        const int32_t last = bits_.ReadBlock(*stream.dc, *stream.ac, &dc_[i], block);
        if (last < 0 || !InRange(dc_[i])) return kDamaged;
        if (!wanted) continue;
        const uint32_t reach = last < 28 ? kReach[last] : 7;
        if (means_of_four) {
          JpegInverseDctTo2x2(block, *stream.steps, reach, samples, stream.stride);
        } else {
          JpegInverseDct(block, *stream.steps, reach, stream.columns, stream.rows, samples, stream.stride);
        }
      }
    }
  }
  return nullptr;
}

tc_status JpegScanDecoder::DecodeUnit(uint32_t unit_x, uint32_t unit_y) {
  const char* problem = frame_.buffered ? DecodeBuffered(unit_x, unit_y) : DecodeStreamed(unit_x, unit_y);
  if (bits_.Overrun()) problem = bits_.AtEndOfFile() ? kTruncated : kEndsEarly;
  return problem == nullptr ? TC_OK : Damaged(problem);
}

}  // namespace tinyclassify::image
