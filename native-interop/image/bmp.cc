#include "bmp.h"

#include <cstring>

#include "failure.h"

namespace tinyclassify::image {
namespace {

constexpr uint32_t kCoreHeaderBytes = 12;

enum Compression : uint32_t { kNone = 0, kRunLength8 = 1, kRunLength4 = 2, kBitFields = 3, kAlphaBitFields = 6 };

constexpr uint32_t kLargestHeaderBytes = 124;

/// Windows' headers, and OS/2's second one, which may be cut behind any field.
bool IsHeaderSize(uint32_t bytes) {
  const bool os2 = bytes >= 16 && bytes <= 64 && bytes % 4 == 0;
  return bytes == kCoreHeaderBytes || os2 || bytes == 108 || bytes == kLargestHeaderBytes;
}

tc_status Truncated(const Source& source, int64_t expected, tc_diagnostic* diagnostic) {
  return CorruptWide(diagnostic, "BMP file bytes (truncated)", source.offset(), expected);
}

tc_status SetChannel(uint32_t mask, BmpChannel* channel, tc_diagnostic* diagnostic) {
  if (mask == 0) return Corrupt(diagnostic, "BMP colour mask", 0, 0xff);
  uint32_t shift = 0;
  while ((mask >> shift & 1) == 0) ++shift;
  const uint32_t run = mask >> shift;
  if ((run & (run + 1)) != 0) return CorruptWide(diagnostic, "BMP colour mask", mask, 0xff);
  *channel = {mask, shift};
  return TC_OK;
}

/// @param masks  of red, green and blue, as stored; null where they are not
tc_status SetChannels(const uint8_t* masks, BmpHeader* header, tc_diagnostic* diagnostic) {
  const bool words = header->bits == 16;
  tc_status status = SetChannel(masks != nullptr ? ReadLittle32(masks) : words ? 0x7c00 : 0xff0000, &header->red, diagnostic);
  if (status == TC_OK)
    status = SetChannel(masks != nullptr ? ReadLittle32(masks + 4) : words ? 0x03e0 : 0xff00, &header->green, diagnostic);
  if (status == TC_OK)
    status = SetChannel(masks != nullptr ? ReadLittle32(masks + 8) : words ? 0x001f : 0xff, &header->blue, diagnostic);
  return status;
}

/// @param palette  where the colours begin
tc_status SetPalette(uint32_t palette, uint32_t entry_bytes, uint32_t colours_used, BmpHeader* header,
                     tc_diagnostic* diagnostic) {
  const uint32_t all = 1u << header->bits;
  header->palette_entry_bytes = entry_bytes;
  header->palette_count = colours_used == 0 || colours_used > all ? all : colours_used;
  const uint32_t room = header->pixels < palette ? 0 : (header->pixels - palette) / entry_bytes;
  // Writers that leave the number of colours out may store fewer than all: what stands before the pixels counts.
  if (colours_used == 0 && room > 0 && room < all) header->palette_count = room;
  if (header->palette_count > room) {
    return CorruptWide(diagnostic, "BMP colours between header and pixels", room, header->palette_count);
  }
  return TC_OK;
}

/// A channel's value scaled to 255 and rounded to nearest.
uint8_t Expand(uint32_t pixel, const BmpChannel& channel) {
  const uint32_t limit = channel.mask >> channel.shift;
  const uint32_t value = (pixel & channel.mask) >> channel.shift;
  // 64 bits are divided by a call of 60 instructions and more.
  if (limit <= UINT32_MAX / 256) return static_cast<uint8_t>((value * 255 + limit / 2) / limit);
  return static_cast<uint8_t>((uint64_t{value} * 255 + limit / 2) / limit);
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

tc_status ReadBmpHeader(Source* source, BmpHeader* header, tc_diagnostic* diagnostic) {
  *header = {};
  uint8_t bytes[kBmpFileHeaderBytes + kLargestHeaderBytes] = {};  // Fields that a short header lacks are zero.
  uint8_t* const info = bytes + kBmpFileHeaderBytes;
  if (source->Read(bytes, kBmpFileHeaderBytes + 4) != kBmpFileHeaderBytes + 4)
    return Truncated(*source, kBmpFileHeaderBytes + kCoreHeaderBytes, diagnostic);
  header->pixels = ReadLittle32(bytes + 10);
  const uint32_t header_bytes = ReadLittle32(info);
  if (!IsHeaderSize(header_bytes))
    return Fail(diagnostic, TC_ERROR_PICTURE_VARIETY, "BMP header bytes", header_bytes, kBmpInfoHeaderBytes);
  if (source->Read(info + 4, header_bytes - 4) != header_bytes - 4)
    return Truncated(*source, kBmpFileHeaderBytes + header_bytes, diagnostic);

  const bool core = header_bytes == kCoreHeaderBytes;
  const int64_t width = core ? int64_t{ReadLittle16(info + 4)} : static_cast<int32_t>(ReadLittle32(info + 4));
  int64_t height = core ? int64_t{ReadLittle16(info + 6)} : static_cast<int32_t>(ReadLittle32(info + 8));
  header->top_down = height < 0;
  if (height < 0) height = -height;
  if (width < 1) return Corrupt(diagnostic, "BMP width in pixels", static_cast<int32_t>(width), 1);
  if (height < 1) return Corrupt(diagnostic, "BMP height in pixels", static_cast<int32_t>(height), 1);
  const int64_t side = width > height ? width : height;
  if (side > TC_IMAGE_MAX_SIDE) return Fail(diagnostic, TC_ERROR_PICTURE_TOO_LARGE, kLongerSide, side, TC_IMAGE_MAX_SIDE);
  header->width = static_cast<uint32_t>(width);
  header->height = static_cast<uint32_t>(height);

  const uint32_t planes = ReadLittle16(info + (core ? 8 : 12));
  if (planes != 1) return Corrupt(diagnostic, "BMP colour planes", planes, 1);
  header->bits = ReadLittle16(info + (core ? 10 : 14));
  const uint32_t compression = core ? static_cast<uint32_t>(kNone) : ReadLittle32(info + 16);
  const bool indexed = header->bits == 1 || header->bits == 4 || header->bits == 8;
  if (!indexed && header->bits != 16 && header->bits != 24 && header->bits != 32)
    return Variety(diagnostic, "BMP bits a pixel", header->bits, 24);
  // In OS/2's header 3 is Huffman's code, and 4 run lengths of 24-bit pixels.
  const bool os2 = header_bytes == 64;
  header->run_lengths = compression == kRunLength8 || compression == kRunLength4;
  const bool masks = !os2 && (compression == kBitFields || compression == kAlphaBitFields);
  const bool fits = compression == kNone || (compression == kRunLength8 && header->bits == 8) ||
                    (compression == kRunLength4 && header->bits == 4) || (masks && header->bits % 16 == 0);
  if (!fits || (header->run_lengths && header->top_down))
    return Fail(diagnostic, TC_ERROR_PICTURE_VARIETY, "BMP compression", compression, kNone);

  tc_status status = TC_OK;
  if (indexed) {
    const uint32_t colours = core ? 0 : ReadLittle32(info + 32);
    status = SetPalette(kBmpFileHeaderBytes + header_bytes, core ? 3 : 4, colours, header, diagnostic);
  } else {
    // The masks stand behind the 40 bytes of every header, inside or after it.
    if (masks && header_bytes == kBmpInfoHeaderBytes && source->Read(info + kBmpInfoHeaderBytes, 12) != 12)
      return Truncated(*source, kBmpFileHeaderBytes + kBmpInfoHeaderBytes + 12, diagnostic);
    status = SetChannels(masks ? info + kBmpInfoHeaderBytes : nullptr, header, diagnostic);
    if (status == TC_OK && header->pixels < source->offset()) {
      status = CorruptWide(diagnostic, "BMP offset of the pixels", header->pixels, source->offset());
    }
  }
  header->stride = (header->width * header->bits + 31) / 32 * 4;
  return status;
}

BmpMemory AllocateBmp(const BmpHeader& header, BlockAllocator* workspace) {
  BmpMemory memory;
  memory.palette = workspace->Take<uint8_t>(256 * 4);
  memory.row = workspace->Take<uint8_t>(header.run_lengths ? header.width : header.stride);
  memory.rgb = workspace->Take<uint8_t>(static_cast<uint64_t>(header.width) * 3);
  return memory;
}

namespace {

/// Reads rows whose runs of equal pixels are counted. What no run reaches shows the first colour.
class RunLengths {
 public:
  RunLengths(Source* source, uint32_t bits) : source_(source), bits_(bits) {}

  /// @param row  receives a palette index a pixel
  /// @return whether the file went so far
  bool Read(uint8_t* row, uint32_t width) {
    for (uint32_t i = 0; i < width; ++i) row[i] = 0;
    if (rows_left_out_ > 0) {
      --rows_left_out_;
      if (rows_left_out_ > 0 || ended_) return true;
    }
    for (uint32_t x = column_;;) {
      column_ = 0;
      const int32_t count = source_->Byte(), value = source_->Byte();
      if (value < 0) return false;
      if (count > 0) {
        Put(row, width, &x, static_cast<uint32_t>(count), static_cast<uint32_t>(value), false);
      } else if (value == 0) {  // End of row.
        return true;
      } else if (value == 1) {  // End of picture.
        ended_ = true;
        rows_left_out_ = UINT32_MAX;
        return true;
      } else if (value == 2) {  // So much to the right and up.
        const int32_t right = source_->Byte(), up = source_->Byte();
        if (up < 0) return false;
        x += static_cast<uint32_t>(right);
        if (up == 0) continue;
        column_ = x;
        rows_left_out_ = static_cast<uint32_t>(up);
        return true;
      } else {
        Put(row, width, &x, static_cast<uint32_t>(value), 0, true);
        if (source_->exhausted()) return false;
      }
    }
  }

 private:
  /// @param literal  the pixels follow one by one, and a byte that makes their number even
  void Put(uint8_t* row, uint32_t width, uint32_t* x, uint32_t count, uint32_t value, bool literal) {
    const uint32_t pixels_a_byte = 8 / bits_;
    for (uint32_t i = 0; i < count; ++i, ++*x) {
      if (literal && i % pixels_a_byte == 0) value = static_cast<uint32_t>(source_->Byte()) & 0xFF;
      const uint32_t index = bits_ == 8 ? value : i % 2 == 0 ? value >> 4 : value & 15;
      if (*x < width) row[*x] = static_cast<uint8_t>(index);
    }
    const uint32_t bytes = (count + pixels_a_byte - 1) / pixels_a_byte;
    if (literal && bytes % 2 != 0) source_->Byte();
  }

  Source* const source_;
  const uint32_t bits_;
  uint32_t column_ = 0;         // Where the next row goes on.
  uint32_t rows_left_out_ = 0;  // Rows to come, this one included, until there is one with pixels.
  bool ended_ = false;
};

}  // namespace

tc_status DecodeBmp(Source* source, const BmpHeader& header, const BmpMemory& memory, Canvas* canvas, tc_diagnostic* diagnostic) {
  // What is missing of either is missing of the rows too.
  source->Read(memory.palette, header.palette_count * header.palette_entry_bytes);
  source->Skip(static_cast<uint64_t>(header.pixels - source->offset()));
  RunLengths runs(source, header.bits);
  BmpHeader bytewise = header;  // Run lengths leave a byte a pixel.
  if (header.run_lengths) bytewise.bits = 8;
  for (uint32_t y = 0; y < header.height; ++y) {
    if (!source->Continue()) return TC_ERROR_CANCELLED;
    const bool whole =
        header.run_lengths ? runs.Read(memory.row, header.width) : source->Read(memory.row, header.stride) == header.stride;
    if (!whole)
      return Truncated(*source,
                       header.run_lengths ? source->offset() + 1 : header.pixels + int64_t{header.stride} * header.height,
                       diagnostic);
    if (header.palette_count > 0) {
      const int32_t outside = ExpandPaletteRow(memory.row, memory.palette, bytewise, memory.rgb);
      if (outside >= 0)
        return Corrupt(diagnostic, "BMP palette index (at most)", outside, static_cast<int32_t>(header.palette_count) - 1);
    } else {
      ExpandTrueColourRow(memory.row, header, memory.rgb);
    }
    canvas->Row(y, memory.rgb);
  }
  return TC_OK;
}

}  // namespace tinyclassify::image
