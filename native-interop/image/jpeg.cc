#include "jpeg.h"

#include <cstring>

#include "failure.h"
#include "jpeg_rows.h"
#include "jpeg_scan.h"

namespace tinyclassify::image {
namespace {

// Files with more scans than that are made to keep a decoder busy.
constexpr uint32_t kMaxScans = 256;

class JpegDecoder {
 public:
  JpegDecoder(const JpegHeader& header, const JpegLayout& layout, const JpegMemory& memory, Canvas* canvas,
              tc_diagnostic* diagnostic)
      : header_(header), layout_(layout), memory_(memory), diagnostic_(diagnostic), rows_(header, layout, memory, canvas) {}

  /// @param segment  the first scan's header
  tc_status Decode(Segment* segment) {
    memset(memory_.point, -1, sizeof(memory_.point[0]) * JpegHeader::kMaxComponents);
    for (uint32_t c = 0; c < header_.component_count && header_.buffered; ++c) {
      memset(memory_.coefficients[c], 0, static_cast<size_t>(JpegCoefficientBytes(header_, layout_, c)));
      memset(memory_.history[c], 0, static_cast<size_t>(JpegHistoryBytes(header_, layout_, c)));
    }
    Source* const source = segment->source;
    for (uint32_t marker = segment->type;;) {
      const tc_status status = marker == kJpegSos ? ReadScan(segment, &marker) : Read(segment, &marker);
      if (status != TC_OK) return status;
      // What is behind the last bit of the picture can do it no harm.
      if (marker == kJpegEoi || IsComplete()) return Finish(source);
      if (marker == kJpegEndOfFile) return JpegTruncated(*source, diagnostic_);
      const tc_status opened = OpenJpegSegment(source, marker, segment, diagnostic_);
      if (opened != TC_OK) return opened;
    }
  }

 private:
  /// Reads a segment between scans.
  /// @param marker  its own; receives the next one
  tc_status Read(Segment* segment, uint32_t* marker) {
    if (*marker >= kJpegSof0 && *marker <= kJpegSof2) return Corrupt(diagnostic_, "JPEG frames", 2, 1);
    const bool known = *marker == kJpegDqt || *marker == kJpegDht || *marker == kJpegDri || *marker == kJpegDnl ||
                       *marker == kJpegComment || (*marker >= kJpegApp0 && *marker <= kJpegApp15) || *marker == kJpegTemporary ||
                       (*marker >= kJpegRst0 && *marker < kJpegSoi);
    if (!known) return Corrupt(diagnostic_, "JPEG marker out of place", *marker, kJpegEoi);
    const tc_status status = ReadJpegTables(segment, memory_.tables, diagnostic_);
    if (status != TC_OK) return status;
    segment->source->Skip(segment->left);
    *marker = FindJpegMarker(segment->source);
    return TC_OK;
  }

  tc_status ReadScan(Segment* segment, uint32_t* marker) {
    JpegScanHeader scan;
    tc_status status = ReadJpegScanHeader(segment, header_, memory_.tables, &scan, diagnostic_);
    if (status == TC_OK) status = Account(scan);
    if (status != TC_OK) return status;
    if (++scans_ > kMaxScans) return Variety(diagnostic_, "JPEG scans", scans_, kMaxScans);
    if (IsLeftOut(scan)) return Skip(segment->source, marker);
    JpegScanDecoder decoder(segment->source, header_, layout_, memory_, scan, diagnostic_);
    return decoder.Decode(marker, &rows_);
  }

  /// Whether nothing of the scan is kept, or its refinements cannot be told apart.
  bool IsLeftOut(const JpegScanHeader& scan) const {
    const JpegPlane& plane = layout_.planes[scan.component[0]];
    return scan.first > 0 && (plane.kept == 1 || (plane.kept < 8 && !plane.history && scan.high > 0));
  }

  tc_status Skip(Source* source, uint32_t* marker) {
    do *marker = FindJpegMarker(source);
    while (*marker >= kJpegRst0 && *marker < kJpegSoi);
    // Whether it was whole cannot be known.
    return *marker != kJpegEndOfFile ? TC_OK : JpegTruncated(*source, diagnostic_);
  }

  bool IsComplete() const {
    for (uint32_t i = 0; i < header_.component_count * 64; ++i) {
      if (memory_.point[i / 64][i % 64] != 0) return false;
    }
    return true;
  }

  /// Checks that the scan brings what the scans before have left out, and keeps the tables that it dequantises with.
  tc_status Account(const JpegScanHeader& scan) {
    for (uint32_t i = 0; i < scan.count; ++i) {
      const uint32_t c = scan.component[i];
      int8_t* const point = memory_.point[c];
      const int32_t before = scan.high == 0 ? -1 : static_cast<int32_t>(scan.high);
      if (scan.first > 0 && point[0] < 0) return Corrupt(diagnostic_, "JPEG scan header", c, -1);
      for (uint32_t k = scan.first; k <= scan.last; ++k) {
        if (point[k] != before) return Corrupt(diagnostic_, "JPEG scan header", point[k], before);
        point[k] = static_cast<int8_t>(scan.low);
      }
      const uint32_t table = header_.components[c].quantization;
      if (scan.first == 0 && scan.high == 0) {
        const JpegPlane& plane = layout_.planes[c];
        SetJpegSteps(memory_.tables->quantization[table], plane.columns, plane.rows, &memory_.steps[c]);
      }
    }
    return TC_OK;
  }

  tc_status Finish(Source* source) {
    for (uint32_t c = 0; c < header_.component_count; ++c) {
      if (memory_.point[c][0] < 0) return Corrupt(diagnostic_, "JPEG component without data", c, -1);
    }
    for (uint32_t mcu_y = layout_.first_mcu_y; header_.buffered && mcu_y < layout_.end_mcu_y; ++mcu_y) {
      if (!source->Continue()) return TC_ERROR_CANCELLED;
      for (uint32_t c = 0; c < header_.component_count; ++c) PutRow(c, mcu_y);
      rows_.Finish(mcu_y);
    }
    return TC_OK;
  }

  /// Transforms a component's kept coefficients of one row of MCUs.
  void PutRow(uint32_t c, uint32_t mcu_y) {
    const JpegComponent& component = header_.components[c];
    const JpegPlane& plane = layout_.planes[c];
    const uint32_t kept = plane.kept;
    int16_t block[64] = {};
    for (uint32_t y = 0; y < component.v; ++y) {
      uint8_t* samples = rows_.Samples(c, layout_.first_mcu_x) + plane.stride * plane.rows * y;
      for (uint32_t x = layout_.first_mcu_x * component.h; x < layout_.end_mcu_x * component.h; ++x) {
        const int16_t* from = JpegKept(header_, layout_, memory_, c, x, mcu_y * component.v + y);
        for (uint32_t row = 0; row < kept; ++row) {
          for (uint32_t column = 0; column < kept; ++column) block[row * 8 + column] = *from++;
        }
        JpegInverseDct(block, memory_.steps[c], kept - 1, plane.columns, plane.rows, samples, plane.stride);
        samples += plane.columns;
      }
    }
  }

  const JpegHeader& header_;
  const JpegLayout& layout_;
  const JpegMemory& memory_;
  tc_diagnostic* const diagnostic_;
  JpegRows rows_;
  uint32_t scans_ = 0;
};

}  // namespace

JpegMemory AllocateJpeg(const JpegHeader& header, const JpegLayout& layout, JpegTables* tables, BlockAllocator* workspace) {
  JpegMemory memory = {};
  memory.tables = tables;
  memory.steps = workspace->Take<JpegSteps>(JpegHeader::kMaxComponents);
  memory.point = workspace->Take<int8_t[64]>(JpegHeader::kMaxComponents);
  memory.streams = workspace->Take<JpegStream>(JpegHeader::kMaxComponents);
  const uint64_t row = layout.row_samples(header);
  for (uint32_t c = 0; c < header.component_count; ++c) {
    memory.samples[c] = workspace->Take<uint8_t>(JpegSampleBytes(header, layout, c));
    memory.enlarged[c] = workspace->Take<uint8_t>(row);
    if (!header.buffered) continue;
    memory.coefficients[c] = workspace->Take<int16_t>(JpegCoefficientBytes(header, layout, c) / sizeof(int16_t));
    memory.history[c] = workspace->Take<uint32_t>(JpegHistoryBytes(header, layout, c) / sizeof(uint32_t));
  }
  memory.rgb = workspace->Take<uint8_t>(row * 3);
  return memory;
}

int16_t* JpegKept(const JpegHeader& header, const JpegLayout& layout, const JpegMemory& memory, uint32_t c, uint32_t x,
                  uint32_t y) {
  const JpegComponent& component = header.components[c];
  const JpegPlane& plane = layout.planes[c];
  if (plane.kept == 8) return memory.coefficients[c] + (static_cast<size_t>(y) * plane.blocks_x + x) * 64;
  // Before the first wanted block the differences wrap around.
  x -= layout.first_mcu_x * component.h;
  y -= layout.first_mcu_y * component.v;
  const uint32_t columns = layout.wanted_x() * component.h;
  if (x >= columns || y >= layout.wanted_y() * component.v) return nullptr;
  return memory.coefficients[c] + (static_cast<size_t>(y) * columns + x) * plane.kept * plane.kept;
}

tc_status DecodeJpeg(Segment* first_scan, const JpegHeader& header, const JpegLayout& layout, const JpegMemory& memory,
                     Canvas* canvas, tc_diagnostic* diagnostic) {
  JpegDecoder decoder(header, layout, memory, canvas, diagnostic);
  return decoder.Decode(first_scan);
}

}  // namespace tinyclassify::image
