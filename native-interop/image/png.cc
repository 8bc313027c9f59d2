#include "png.h"

#include <cstring>

#include "failure.h"

namespace tinyclassify::image {
namespace {

/// ISO 15948, 9.4: of left, above and above-left, the one nearest to left + above - above-left.
uint32_t Paeth(int32_t left, int32_t above, int32_t above_left) {
  const int32_t from_left = above - above_left;
  const int32_t from_above = left - above_left;
  const int32_t from_corner = from_left + from_above;
  const int32_t to_left = from_left < 0 ? -from_left : from_left;
  const int32_t to_above = from_above < 0 ? -from_above : from_above;
  const int32_t to_corner = from_corner < 0 ? -from_corner : from_corner;
  if (to_left <= to_above && to_left <= to_corner) return static_cast<uint32_t>(left);
  return static_cast<uint32_t>(to_above <= to_corner ? above : above_left);
}

/// Undoes a row's filter in place.
/// @param reach     bytes of a whole pixel, 1 at least: what "left" means
/// @param previous  the row above, undone; zeros above the first
void Unfilter(uint32_t filter, uint32_t reach, const uint8_t* previous, uint8_t* row, uint32_t bytes) {
  // The first pixel has nothing on its left.
  const uint32_t first = reach < bytes ? reach : bytes;
  switch (filter) {
    case 1:
      for (uint32_t i = first; i < bytes; ++i) row[i] = static_cast<uint8_t>(row[i] + row[i - reach]);
      return;
    case 2:
      for (uint32_t i = 0; i < bytes; ++i) row[i] = static_cast<uint8_t>(row[i] + previous[i]);
      return;
    case 3:
      for (uint32_t i = 0; i < first; ++i) row[i] = static_cast<uint8_t>(row[i] + previous[i] / 2);
      for (uint32_t i = first; i < bytes; ++i) {
        row[i] = static_cast<uint8_t>(row[i] + (row[i - reach] + previous[i]) / 2);
      }
      return;
    case 4:
      for (uint32_t i = 0; i < first; ++i) row[i] = static_cast<uint8_t>(row[i] + previous[i]);
      for (uint32_t i = first; i < bytes; ++i) {
        row[i] = static_cast<uint8_t>(row[i] + Paeth(row[i - reach], previous[i], previous[i - reach]));
      }
      return;
    default:
      return;
  }
}

/// The rows of one pass, one after another.
class RowReader {
 public:
  RowReader(PngFile* file, const PngHeader& header, const PngMemory& memory, tc_diagnostic* diagnostic)
      : file_(file),
        header_(header),
        inflater_(memory.inflater),
        row_(memory.row),
        previous_(memory.previous),
        diagnostic_(diagnostic) {}

  void StartPass(uint32_t pixels) {
    bytes_ = header_.RowBytes(pixels);
    memset(row_, 0, bytes_);
  }

  /// @param samples  receives where the row stands, until the next call
  tc_status Next(const uint8_t** samples) {
    uint8_t* const swap = previous_;
    previous_ = row_;
    row_ = swap;
    if (!file_->Continue()) return TC_ERROR_CANCELLED;
    uint8_t filter;
    tc_status status = inflater_->Read(&filter, 1, diagnostic_);
    if (status == TC_OK && filter > 4) status = Corrupt(diagnostic_, "PNG row filter (0 to 4)", filter, 4);
    if (status == TC_OK) status = inflater_->Read(row_, bytes_, diagnostic_);
    if (status != TC_OK) return status;
    const uint32_t pixel_bits = header_.channels * header_.depth;
    Unfilter(filter, pixel_bits < 8 ? 1 : pixel_bits / 8, previous_, row_, bytes_);
    *samples = row_;
    return TC_OK;
  }

 private:
  PngFile* const file_;
  const PngHeader& header_;
  Inflater* const inflater_;
  uint8_t* row_;
  uint8_t* previous_;
  tc_diagnostic* const diagnostic_;
  uint32_t bytes_ = 0;
};

struct Pass {
  uint8_t x, y, step_x, step_y;
};

/// Row by row, or Adam7: seven passes over ever finer grids. There a row is complete only in the last pass, so all rows are kept,
/// or the sums of the outputs where these are smaller. Both give the same pixels.
tc_status DecodeRows(PngFile* file, const PngHeader& header, const PngChunks& chunks, const PngMemory& memory, Canvas* canvas,
                     tc_diagnostic* diagnostic) {
  constexpr Pass kPasses[8] = {{0, 0, 1, 1}, {0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8},
                               {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}};
  const size_t stride = static_cast<size_t>(header.width) * 3;
  const bool spread = memory.sums != nullptr, kept = header.interlaced && !spread;
  if (spread) canvas->StartSpread(memory.sums);
  RowReader reader(file, header, memory, diagnostic);
  const Pass* const end = kPasses + (header.interlaced ? 8 : 1);
  for (const Pass* pass = kPasses + (header.interlaced ? 1 : 0); pass < end; ++pass) {
    if (pass->x >= header.width) continue;
    const uint32_t pixels = (header.width - pass->x + pass->step_x - 1) / pass->step_x;
    reader.StartPass(pixels);
    for (uint32_t y = pass->y; y < header.height; y += pass->step_y) {
      const uint8_t* samples;
      const tc_status status = reader.Next(&samples);
      if (status != TC_OK) return status;
      uint8_t* const rgb = kept ? memory.rgb + y * stride + pass->x * 3 : memory.rgb;
      const int32_t outside = ExpandPngRow(samples, pixels, header, chunks, rgb, kept ? pass->step_x * 3u : 3);
      if (outside >= 0)
        return Corrupt(diagnostic, "PNG palette index (at most)", outside, static_cast<int32_t>(chunks.palette_count) - 1);
      if (spread) canvas->Spread(y, pass->x, pass->step_x, pixels, rgb);
      if (!header.interlaced) canvas->Row(y, rgb);
    }
  }
  if (spread) canvas->FinishSpread();
  for (uint32_t y = 0; kept && y < header.height; ++y) canvas->Row(y, memory.rgb + y * stride);
  return TC_OK;
}

}  // namespace

PngMemory AllocatePng(const PngHeader& header, const Canvas& canvas, BlockAllocator* workspace) {
  PngMemory memory;
  const uint32_t row_bytes = header.RowBytes(header.width);
  memory.inflater = workspace->Take<Inflater>(1);
  memory.window = workspace->Take<uint8_t>(Inflater::kWindowBytes);
  memory.row = workspace->Take<uint8_t>(row_bytes);
  memory.previous = workspace->Take<uint8_t>(row_bytes);
  const uint64_t row = uint64_t{header.width} * 3, whole = row * header.height, sums = canvas.SpreadBytes();
  const bool spread = header.interlaced && sums < whole;
  memory.rgb = workspace->Take<uint8_t>(header.interlaced && !spread ? whole : row);
  memory.sums = spread ? workspace->Take<uint32_t>(sums / sizeof(uint32_t)) : nullptr;
  return memory;
}

tc_status DecodePng(PngFile* file, const PngHeader& header, const PngChunks& chunks, const PngMemory& memory, Canvas* canvas,
                    tc_diagnostic* diagnostic) {
  tc_status status = memory.inflater->Start(file, memory.window, diagnostic);
  if (status == TC_OK) status = DecodeRows(file, header, chunks, memory, canvas, diagnostic);
  if (status == TC_OK) status = memory.inflater->Finish(diagnostic);
  return status == TC_OK ? file->Finish() : status;
}

}  // namespace tinyclassify::image
