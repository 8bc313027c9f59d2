#include "crc32.h"
#include "failure.h"
#include "png.h"

namespace tinyclassify::image {
namespace {

constexpr uint32_t kSignatureBytes = 8;
constexpr uint32_t kChunkFrameBytes = 12;  // Length, type, CRC.
constexpr uint32_t kHeaderDataBytes = 13;

constexpr uint32_t Type(char a, char b, char c, char d) {
  return static_cast<uint32_t>(a) << 24 | static_cast<uint32_t>(b) << 16 | static_cast<uint32_t>(c) << 8 |
         static_cast<uint32_t>(d);
}

struct Chunk {
  uint32_t type;
  const uint8_t* data;
  uint32_t size;
};

/// Reads the chunk at `offset` and moves it behind the chunk.
tc_status ReadChunk(Bytes file, uint32_t* offset, Chunk* chunk, tc_diagnostic* diagnostic) {
  const uint32_t left = file.size - *offset;
  if (left < kChunkFrameBytes)
    return Corrupt(diagnostic, "PNG file bytes (truncated before IEND)", file.size,
                   static_cast<int64_t>(*offset) + kChunkFrameBytes);
  const uint8_t* const start = file.data + *offset;
  chunk->size = ReadBig32(start);
  chunk->type = ReadBig32(start + 4);
  chunk->data = start + 8;
  if (chunk->size > left - kChunkFrameBytes) {
    return Corrupt(diagnostic, "PNG file bytes (truncated inside a chunk)", file.size,
                   static_cast<int64_t>(*offset) + kChunkFrameBytes + chunk->size);
  }
  const uint32_t seen = ReadBig32(chunk->data + chunk->size);
  const uint32_t expected = Crc32(start + 4, chunk->size + 4);
  if (seen != expected) return Corrupt(diagnostic, "PNG chunk checksum (CRC-32)", seen, expected);
  *offset += kChunkFrameBytes + chunk->size;
  return TC_OK;
}

/// Bit d is set where the colour type allows d bits a sample; 0: no such colour type.
uint32_t AllowedDepths(uint32_t color) {
  switch (color) {
    case 0:
      return 1u << 1 | 1u << 2 | 1u << 4 | 1u << 8 | 1u << 16;
    case 3:
      return 1u << 1 | 1u << 2 | 1u << 4 | 1u << 8;
    case 2:
    case 4:
    case 6:
      return 1u << 8 | 1u << 16;
    default:
      return 0;
  }
}

tc_status ReadPalette(const Chunk& chunk, const PngHeader& header, PngChunks* chunks, tc_diagnostic* diagnostic) {
  if (chunks->palette != nullptr) return Corrupt(diagnostic, "PNG palettes", 2, 1);
  if (chunk.size == 0 || chunk.size % 3 != 0 || chunk.size > 256 * 3)
    return Corrupt(diagnostic, "PNG palette bytes (a multiple of 3)", chunk.size, 256 * 3);
  chunks->palette = chunk.data;
  chunks->palette_count = chunk.size / 3;
  const uint32_t most = 1u << header.depth;
  if (header.color == PngColor::kPalette && chunks->palette_count > most)
    return Corrupt(diagnostic, "PNG palette colours", chunks->palette_count, most);
  return TC_OK;
}

tc_status ReadTransparency(const Chunk& chunk, const PngHeader& header, PngChunks* chunks, tc_diagnostic* diagnostic) {
  if (chunks->transparency != nullptr) return Corrupt(diagnostic, "PNG tRNS chunks", 2, 1);
  chunks->transparency = chunk.data;
  chunks->transparency_bytes = chunk.size;
  switch (header.color) {
    case PngColor::kPalette:
      if (chunk.size > chunks->palette_count)
        return Corrupt(diagnostic, "PNG tRNS bytes (at most)", chunk.size, chunks->palette_count);
      return TC_OK;
    case PngColor::kGray:
    case PngColor::kRgb:
      if (chunk.size != header.channels * 2)
        return Corrupt(diagnostic, "PNG tRNS bytes", chunk.size, header.channels * 2);
      return TC_OK;
    case PngColor::kGrayAlpha:
    case PngColor::kRgbAlpha:
      break;
  }
  return Corrupt(diagnostic, "PNG tRNS chunks beside an alpha channel", 1, 0);
}

}  // namespace

tc_status ReadPngHeader(Bytes file, PngHeader* header, tc_diagnostic* diagnostic) {
  constexpr uint32_t kBytes = kSignatureBytes + kChunkFrameBytes + kHeaderDataBytes;
  if (file.size < kBytes) return Corrupt(diagnostic, "PNG file bytes (truncated header)", file.size, kBytes);
  uint32_t offset = kSignatureBytes;
  Chunk chunk;
  const uint32_t type = ReadBig32(file.data + offset + 4);
  if (type == Type('C', 'g', 'B', 'I'))
    return Unsupported(diagnostic, "PNG of Apple's CgBI variety (only standard PNG is decoded)", 1, 0);
  if (type != Type('I', 'H', 'D', 'R'))
    return Corrupt(diagnostic, "PNG first chunk type (IHDR)", type, Type('I', 'H', 'D', 'R'));
  const uint32_t length = ReadBig32(file.data + offset);
  if (length != kHeaderDataBytes) return Corrupt(diagnostic, "PNG header bytes", length, kHeaderDataBytes);
  const tc_status status = ReadChunk(file, &offset, &chunk, diagnostic);
  if (status != TC_OK) return status;

  header->width = ReadBig32(chunk.data);
  header->height = ReadBig32(chunk.data + 4);
  header->depth = chunk.data[8];
  const uint32_t color = chunk.data[9];
  if (header->width == 0) return Corrupt(diagnostic, "PNG width in pixels", 0, 1);
  if (header->height == 0) return Corrupt(diagnostic, "PNG height in pixels", 0, 1);
  const uint32_t side = header->width > header->height ? header->width : header->height;
  if (side > TC_IMAGE_MAX_SIDE)
    return Fail(diagnostic, TC_ERROR_PICTURE_TOO_LARGE, "PNG longer side in pixels", side, TC_IMAGE_MAX_SIDE);
  const uint32_t depths = AllowedDepths(color);
  if (depths == 0) return Corrupt(diagnostic, "PNG colour type (0, 2, 3, 4 or 6)", color, 2);
  if (header->depth > 16 || (depths >> header->depth & 1) == 0)
    return Corrupt(diagnostic, "PNG bits a sample", header->depth, 8);
  if (chunk.data[10] != 0) return Corrupt(diagnostic, "PNG compression method", chunk.data[10], 0);
  if (chunk.data[11] != 0) return Corrupt(diagnostic, "PNG filter method", chunk.data[11], 0);
  if (chunk.data[12] > 1) return Corrupt(diagnostic, "PNG interlace method (0 or 1)", chunk.data[12], 1);
  header->color = static_cast<PngColor>(color);
  header->channels = ((color & 3) == 2 ? 3u : 1u) + ((color & 4) != 0 ? 1u : 0u);
  header->interlaced = chunk.data[12] == 1;
  return TC_OK;
}

tc_status ReadPngChunks(Bytes file, const PngHeader& header, PngChunks* chunks, tc_diagnostic* diagnostic) {
  *chunks = {};
  uint32_t offset = kSignatureBytes + kChunkFrameBytes + kHeaderDataBytes;
  bool after_idat = false;
  for (;;) {
    Chunk chunk;
    tc_status status = ReadChunk(file, &offset, &chunk, diagnostic);
    if (status != TC_OK) return status;
    const bool before_idat = chunks->first_idat == nullptr;
    if (chunk.type == Type('I', 'D', 'A', 'T')) {
      if (after_idat) return Corrupt(diagnostic, "PNG pixel data are interrupted by another chunk", 1, 0);
      if (before_idat) chunks->first_idat = chunk.data - 8;
      continue;
    }
    after_idat = !before_idat;
    if (chunk.type == Type('I', 'E', 'N', 'D')) break;
    if (chunk.type == Type('P', 'L', 'T', 'E') && before_idat) {
      status = ReadPalette(chunk, header, chunks, diagnostic);
    } else if (chunk.type == Type('t', 'R', 'N', 'S') && before_idat) {
      status = ReadTransparency(chunk, header, chunks, diagnostic);
    } else if (chunk.type == Type('I', 'H', 'D', 'R')) {
      status = Corrupt(diagnostic, "PNG headers", 2, 1);
    } else if ((chunk.type >> 29 & 1) == 0) {  // A capital first letter: decoders must know it.
      status = Unsupported(diagnostic, "PNG critical chunk type (IHDR, PLTE, IDAT, IEND)", chunk.type,
                           Type('I', 'D', 'A', 'T'));
    }
    if (status != TC_OK) return status;
  }
  if (chunks->first_idat == nullptr) return Corrupt(diagnostic, "PNG IDAT chunks", 0, 1);
  if (header.color == PngColor::kPalette && chunks->palette == nullptr)
    return Corrupt(diagnostic, "PNG palettes before the pixel data", 0, 1);
  return TC_OK;
}

}  // namespace tinyclassify::image
