#include "png.h"

namespace tinyclassify::image {
namespace {

constexpr uint32_t kOpaque = 255;

/// Sample `index` of a row, at its full depth.
uint32_t SampleAt(const uint8_t* row, uint32_t index, uint32_t depth) {
  if (depth == 8) return row[index];
  if (depth == 16) return ReadBig16(row + static_cast<size_t>(index) * 2);
  const uint32_t bit = index * depth;
  return row[bit / 8] >> (8 - depth - bit % 8) & ((1u << depth) - 1);
}

/// Scales [0, 2^depth - 1] to [0, 255], rounded to nearest.
uint32_t To8Bits(uint32_t sample, uint32_t depth) {
  if (depth == 8) return sample;
  const uint32_t limit = (1u << depth) - 1;
  return (sample * 255 + limit / 2) / limit;
}

/// `color` with weight alpha over white.
uint8_t OverWhite(uint32_t color, uint32_t alpha) {
  return static_cast<uint8_t>((color * alpha + kOpaque * (kOpaque - alpha) + kOpaque / 2) / kOpaque);
}

/// Whether all samples of pixel x equal the one transparent colour.
bool IsTransparent(const uint8_t* row, uint32_t x, const PngHeader& header, const PngChunks& chunks) {
  if (chunks.transparency_bytes == 0) return false;
  for (uint32_t c = 0; c < header.channels; ++c) {
    const uint32_t key = ReadBig16(chunks.transparency + c * 2) & ((1u << header.depth) - 1);
    if (SampleAt(row, x * header.channels + c, header.depth) != key) return false;
  }
  return true;
}

}  // namespace

int32_t ExpandPngRow(const uint8_t* samples, uint32_t pixels, const PngHeader& header, const PngChunks& chunks, uint8_t* rgb,
                     uint32_t step) {
  const uint32_t depth = header.depth;
  if (header.color == PngColor::kRgb && depth == 8 && chunks.transparency_bytes == 0) {
    // What most files hold.
    for (uint32_t x = 0; x < pixels; ++x, samples += 3, rgb += step) {
      for (uint32_t c = 0; c < 3; ++c) rgb[c] = samples[c];
    }
    return -1;
  }
  for (uint32_t x = 0; x < pixels; ++x, rgb += step) {
    uint32_t color[3];
    uint32_t alpha = kOpaque;
    if (header.color == PngColor::kPalette) {
      const uint32_t index = SampleAt(samples, x, depth);
      if (index >= chunks.palette_count) return static_cast<int32_t>(index);
      for (uint32_t c = 0; c < 3; ++c) color[c] = chunks.palette[index * 3 + c];
      if (index < chunks.transparency_bytes) alpha = chunks.transparency[index];
    } else {
      const uint32_t first = x * header.channels;
      const bool gray = header.channels < 3;
      for (uint32_t c = 0; c < 3; ++c) color[c] = To8Bits(SampleAt(samples, gray ? first : first + c, depth), depth);
      if (header.channels % 2 == 0) {
        alpha = To8Bits(SampleAt(samples, first + header.channels - 1, depth), depth);
      } else if (IsTransparent(samples, x, header, chunks)) {
        alpha = 0;
      }
    }
    for (uint32_t c = 0; c < 3; ++c) rgb[c] = alpha == kOpaque ? static_cast<uint8_t>(color[c]) : OverWhite(color[c], alpha);
  }
  return -1;
}

}  // namespace tinyclassify::image
