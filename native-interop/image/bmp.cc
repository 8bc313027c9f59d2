#include "bmp.h"

#include "failure.h"

namespace tinyclassify::image {
namespace {

constexpr uint32_t kFileHeaderBytes = 14;
constexpr uint32_t kCoreHeaderBytes = 12;
constexpr uint32_t kInfoHeaderBytes = 40;

enum Compression : uint32_t { kNone = 0, kRunLength8 = 1, kRunLength4 = 2, kBitFields = 3, kAlphaBitFields = 6 };

bool IsHeaderSize(uint32_t bytes) {
  return bytes == kCoreHeaderBytes || bytes == kInfoHeaderBytes || bytes == 52 || bytes == 56 || bytes == 108 ||
         bytes == 124;
}

tc_status SetChannel(uint32_t mask, BmpChannel* channel, tc_diagnostic* diagnostic) {
  if (mask == 0) return Corrupt(diagnostic, "BMP colour mask (one run of set bits)", mask, 0xff);
  uint32_t shift = 0;
  while ((mask >> shift & 1) == 0) ++shift;
  const uint32_t run = mask >> shift;
  if ((run & (run + 1)) != 0) return Corrupt(diagnostic, "BMP colour mask (one run of set bits)", mask, 0xff);
  *channel = {mask, shift};
  return TC_OK;
}

tc_status SetChannels(Bytes file, uint32_t compression, BmpHeader* header, tc_diagnostic* diagnostic) {
  uint32_t red = 0xff0000, green = 0xff00, blue = 0xff;
  if (compression != kNone) {
    // The masks stand behind the 40 bytes of every header, inside or after it.
    const uint32_t masks = kFileHeaderBytes + kInfoHeaderBytes;
    if (file.size < masks + 12)
      return Corrupt(diagnostic, "BMP file bytes (truncated colour masks)", file.size, masks + 12);
    red = ReadLittle32(file.data + masks);
    green = ReadLittle32(file.data + masks + 4);
    blue = ReadLittle32(file.data + masks + 8);
  } else if (header->bits == 16) {
    red = 0x7c00, green = 0x03e0, blue = 0x001f;
  }
  tc_status status = SetChannel(red, &header->red, diagnostic);
  if (status == TC_OK) status = SetChannel(green, &header->green, diagnostic);
  if (status == TC_OK) status = SetChannel(blue, &header->blue, diagnostic);
  return status;
}

tc_status SetPalette(uint32_t header_bytes, uint32_t colours_used, BmpHeader* header, tc_diagnostic* diagnostic) {
  const uint32_t all = 1u << header->bits;
  header->palette = kFileHeaderBytes + header_bytes;
  header->palette_entry_bytes = header_bytes == kCoreHeaderBytes ? 3 : 4;
  header->palette_count = colours_used == 0 || colours_used > all ? all : colours_used;
  const uint32_t room =
      header->pixels < header->palette ? 0 : (header->pixels - header->palette) / header->palette_entry_bytes;
  // Writers that leave the number of colours out may store fewer than all: what stands before the pixels counts.
  if (colours_used == 0 && room > 0 && room < all) header->palette_count = room;
  if (header->palette_count > room) {
    return Corrupt(diagnostic, "BMP colours between header and pixels", room, header->palette_count);
  }
  return TC_OK;
}

/// A channel's value scaled to 255 and rounded to nearest.
uint8_t Expand(uint32_t pixel, const BmpChannel& channel) {
  const uint64_t limit = channel.mask >> channel.shift;
  const uint64_t value = (pixel & channel.mask) >> channel.shift;
  return static_cast<uint8_t>((value * 255 + limit / 2) / limit);
}

/// @return the first palette index outside the palette, or -1
int32_t ExpandPaletteRow(const uint8_t* row, const uint8_t* palette, const BmpHeader& header, uint8_t* rgb) {
  const uint32_t pixels_a_byte = 8 / header.bits;
  const uint32_t mask = (1u << header.bits) - 1;
  for (uint32_t x = 0; x < header.width; ++x, rgb += 3) {
    const uint32_t shift = 8 - header.bits * (x % pixels_a_byte + 1);
    const uint32_t index = row[x / pixels_a_byte] >> shift & mask;
    if (index >= header.palette_count) return static_cast<int32_t>(index);
    const uint8_t* const colour = palette + static_cast<size_t>(index) * header.palette_entry_bytes;
    rgb[0] = colour[2];
    rgb[1] = colour[1];
    rgb[2] = colour[0];
  }
  return -1;
}

void ExpandTrueColourRow(const uint8_t* row, const BmpHeader& header, uint8_t* rgb) {
  const uint32_t bytes = header.bits / 8;
  for (uint32_t x = 0; x < header.width; ++x, row += bytes, rgb += 3) {
    if (bytes == 3) {
      rgb[0] = row[2];
      rgb[1] = row[1];
      rgb[2] = row[0];
      continue;
    }
    const uint32_t pixel = bytes == 2 ? ReadLittle16(row) : ReadLittle32(row);
    rgb[0] = Expand(pixel, header.red);
    rgb[1] = Expand(pixel, header.green);
    rgb[2] = Expand(pixel, header.blue);
  }
}

}  // namespace

tc_status ReadBmpHeader(Bytes file, BmpHeader* header, tc_diagnostic* diagnostic) {
  *header = {};
  if (file.size < kFileHeaderBytes + kCoreHeaderBytes) {
    return Corrupt(diagnostic, "BMP file bytes (truncated header)", file.size, kFileHeaderBytes + kCoreHeaderBytes);
  }
  header->pixels = ReadLittle32(file.data + 10);
  const uint8_t* const info = file.data + kFileHeaderBytes;
  const uint32_t header_bytes = ReadLittle32(info);
  if (!IsHeaderSize(header_bytes))
    return Unsupported(diagnostic, "BMP header bytes (12, 40, 52, 56, 108 or 124)", header_bytes, kInfoHeaderBytes);
  if (file.size < kFileHeaderBytes + header_bytes) {
    return Corrupt(diagnostic, "BMP file bytes (truncated header)", file.size, kFileHeaderBytes + header_bytes);
  }

  const bool core = header_bytes == kCoreHeaderBytes;
  const int64_t width = core ? int64_t{ReadLittle16(info + 4)} : static_cast<int32_t>(ReadLittle32(info + 4));
  int64_t height = core ? int64_t{ReadLittle16(info + 6)} : static_cast<int32_t>(ReadLittle32(info + 8));
  header->top_down = height < 0;
  if (height < 0) height = -height;
  if (width < 1) return Corrupt(diagnostic, "BMP width in pixels", width, 1);
  if (height < 1) return Corrupt(diagnostic, "BMP height in pixels", height, 1);
  const int64_t side = width > height ? width : height;
  if (side > TC_IMAGE_MAX_SIDE)
    return Fail(diagnostic, TC_ERROR_PICTURE_TOO_LARGE, "BMP longer side in pixels", side, TC_IMAGE_MAX_SIDE);
  header->width = static_cast<uint32_t>(width);
  header->height = static_cast<uint32_t>(height);

  const uint32_t planes = ReadLittle16(info + (core ? 8 : 12));
  if (planes != 1) return Corrupt(diagnostic, "BMP colour planes", planes, 1);
  header->bits = ReadLittle16(info + (core ? 10 : 14));
  const uint32_t compression = core ? static_cast<uint32_t>(kNone) : ReadLittle32(info + 16);
  if (compression == kRunLength8 || compression == kRunLength4)
    return Unsupported(diagnostic, "BMP compression (run lengths are not decoded)", compression, kNone);
  if (compression != kNone && compression != kBitFields && compression != kAlphaBitFields) {
    return Unsupported(diagnostic, "BMP compression (none or bit fields)", compression, kNone);
  }
  const bool indexed = header->bits == 1 || header->bits == 4 || header->bits == 8;
  if (!indexed && header->bits != 16 && header->bits != 24 && header->bits != 32) {
    return Unsupported(diagnostic, "BMP bits a pixel (1, 4, 8, 16, 24 or 32)", header->bits, 24);
  }
  if (compression != kNone && header->bits != 16 && header->bits != 32)
    return Corrupt(diagnostic, "BMP bits a pixel with bit fields (16 or 32)", header->bits, 32);

  tc_status status = TC_OK;
  if (indexed) {
    status = SetPalette(header_bytes, core ? 0 : ReadLittle32(info + 32), header, diagnostic);
  } else {
    status = SetChannels(file, compression, header, diagnostic);
    if (status == TC_OK && header->pixels < kFileHeaderBytes + header_bytes) {
      status = Corrupt(diagnostic, "BMP offset of the pixels (inside the header)", header->pixels,
                       kFileHeaderBytes + header_bytes);
    }
  }
  if (status != TC_OK) return status;

  header->stride = (header->width * header->bits + 31) / 32 * 4;
  const uint64_t end = header->pixels + static_cast<uint64_t>(header->stride) * header->height;
  if (end > file.size) return Corrupt(diagnostic, "BMP file bytes (truncated)", file.size, static_cast<int64_t>(end));
  return TC_OK;
}

BmpMemory AllocateBmp(const BmpHeader& header, Workspace* workspace) {
  return {workspace->Take<uint8_t>(static_cast<uint64_t>(header.width) * 3)};
}

tc_status DecodeBmp(Bytes file, const BmpHeader& header, const BmpMemory& memory, Canvas* canvas,
                    tc_diagnostic* diagnostic) {
  for (uint32_t y = 0; y < header.height; ++y) {
    const uint32_t stored = header.top_down ? y : header.height - 1 - y;
    const uint8_t* const row = file.data + header.pixels + static_cast<size_t>(stored) * header.stride;
    if (header.palette_count > 0) {
      const int32_t outside = ExpandPaletteRow(row, file.data + header.palette, header, memory.rgb);
      if (outside >= 0)
        return Corrupt(diagnostic, "BMP palette index (at most)", outside,
                       static_cast<int64_t>(header.palette_count) - 1);
    } else {
      ExpandTrueColourRow(row, header, memory.rgb);
    }
    canvas->Row(y, memory.rgb);
  }
  return TC_OK;
}

}  // namespace tinyclassify::image
