#include "png_file.h"

#include "exif.h"
#include "failure.h"
#include "image.h"

namespace tinyclassify::image {
namespace {

constexpr uint32_t kSignatureBytes = 8;
constexpr uint32_t kHeaderDataBytes = 13;

constexpr uint32_t Type(char a, char b, char c, char d) {
  return static_cast<uint32_t>(a) << 24 | static_cast<uint32_t>(b) << 16 | static_cast<uint32_t>(c) << 8 |
         static_cast<uint32_t>(d);
}
constexpr uint32_t kIhdr = Type('I', 'H', 'D', 'R'), kPlte = Type('P', 'L', 'T', 'E'), kIdat = Type('I', 'D', 'A', 'T'),
                   kIend = Type('I', 'E', 'N', 'D'), kTrns = Type('t', 'R', 'N', 'S'), kExif = Type('e', 'X', 'I', 'f'),
                   kCgbi = Type('C', 'g', 'B', 'I');

/// A capital first letter: decoders must know it.
bool IsCritical(uint32_t type) { return (type >> 29 & 1) == 0; }

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

}  // namespace

tc_status PngFile::Truncated() const {
  const int64_t offset = chunk_.source->offset();
  return CorruptWide(diagnostic_, "PNG file bytes (truncated)", offset, offset + (chunk_.left > 0 ? chunk_.left : 1));
}

tc_status PngFile::OpenChunk() {
  uint8_t bytes[8];
  if (chunk_.source->Read(bytes, sizeof(bytes)) != sizeof(bytes)) return Truncated();
  chunk_.left = ReadBig32(bytes);
  chunk_.type = ReadBig32(bytes + 4);
  chunk_.crc = CrcUpdate(kCrcStart, bytes + 4, 4);
  if (chunk_.left > INT32_MAX) return CorruptWide(diagnostic_, "PNG chunk bytes", chunk_.left, INT32_MAX);
  return TC_OK;
}

/// Passes over what is left of the chunk and checks its checksum. One that decoders may leave out does no harm.
/// @param sound  null, or receives whether it can be believed
tc_status PngFile::CloseChunk(bool* sound) {
  Source* const source = chunk_.source;
  while (chunk_.left > 0 && source->Ahead(1) > 0) {
    const uint32_t run = source->available() < chunk_.left ? source->available() : chunk_.left;
    chunk_.crc = CrcUpdate(chunk_.crc, source->data(), run);
    source->Consume(run);
    chunk_.left -= run;
  }
  uint8_t bytes[4];
  if (source->Read(bytes, sizeof(bytes)) != sizeof(bytes)) return Truncated();
  const uint32_t seen = ReadBig32(bytes), expected = ~chunk_.crc;
  if (sound != nullptr) *sound = seen == expected;
  if (seen != expected && IsCritical(chunk_.type)) return CorruptWide(diagnostic_, "PNG checksum", seen, expected);
  return TC_OK;
}

tc_status PngFile::ReadIhdr() {
  if (chunk_.type == kCgbi) return Variety(diagnostic_, "PNG of Apple's CgBI variety", 0, 0);
  if (chunk_.type != kIhdr) return CorruptWide(diagnostic_, "PNG first chunk", chunk_.type, kIhdr);
  if (chunk_.left != kHeaderDataBytes) return Corrupt(diagnostic_, "PNG header bytes", chunk_.left, kHeaderDataBytes);
  uint8_t data[kHeaderDataBytes];
  if (!chunk_.Read(data, kHeaderDataBytes)) return Truncated();
  const tc_status status = CloseChunk(nullptr);
  if (status != TC_OK) return status;

  PngHeader* const header = header_;
  header->width = ReadBig32(data);
  header->height = ReadBig32(data + 4);
  header->depth = data[8];
  const uint32_t color = data[9];
  if (header->width == 0) return Corrupt(diagnostic_, "PNG width in pixels", 0, 1);
  if (header->height == 0) return Corrupt(diagnostic_, "PNG height in pixels", 0, 1);
  const uint32_t side = header->width > header->height ? header->width : header->height;
  if (side > TC_IMAGE_MAX_SIDE) return Fail(diagnostic_, TC_ERROR_PICTURE_TOO_LARGE, kLongerSide, side, TC_IMAGE_MAX_SIDE);
  const uint32_t depths = AllowedDepths(color);
  if (depths == 0) return Corrupt(diagnostic_, "PNG colour type", color, 2);
  if (header->depth > 16 || (depths >> header->depth & 1) == 0)
    return Corrupt(diagnostic_, "PNG bits a sample", header->depth, 8);
  if (data[10] != 0) return Corrupt(diagnostic_, "PNG method", data[10], 0);
  if (data[11] != 0) return Corrupt(diagnostic_, "PNG method", data[11], 0);
  if (data[12] > 1) return Corrupt(diagnostic_, "PNG method", data[12], 1);
  header->color = static_cast<PngColor>(color);
  header->channels = ((color & 3) == 2 ? 3u : 1u) + ((color & 4) != 0 ? 1u : 0u);
  header->interlaced = data[12] == 1;
  header->orientation = Orientation::kTopLeft;
  return TC_OK;
}

tc_status PngFile::ReadPalette() {
  const uint32_t bytes = chunk_.left;
  if (chunks_ == nullptr || header_->color != PngColor::kPalette) return CloseChunk(nullptr);
  if (chunks_->palette_count != 0) return Corrupt(diagnostic_, "PNG palettes", 2, 1);
  if (bytes == 0 || bytes % 3 != 0 || bytes > sizeof(chunks_->palette))
    return Corrupt(diagnostic_, "PNG palette bytes", bytes, sizeof(chunks_->palette));
  chunk_.Read(chunks_->palette, bytes);
  // Colours that no sample can name are left out.
  const uint32_t most = 1u << header_->depth;
  chunks_->palette_count = bytes / 3 < most ? bytes / 3 : most;
  return CloseChunk(nullptr);
}

/// A chunk that stands in the wrong place or has the wrong size says nothing, as in libpng.
tc_status PngFile::ReadTransparency() {
  const uint32_t bytes = chunk_.left;
  bool fits = chunks_ != nullptr && !in_pixels_ && chunks_->transparency_bytes == 0;
  if (fits && header_->color == PngColor::kPalette) {
    fits = bytes <= chunks_->palette_count;
  } else if (fits) {
    fits = header_->channels % 2 == 1 && bytes == header_->channels * 2;
  }
  bool sound = false;
  if (fits) chunk_.Read(chunks_->transparency, bytes);
  const tc_status status = CloseChunk(&sound);
  if (fits && sound) chunks_->transparency_bytes = bytes;
  return status;
}

tc_status PngFile::ReadOther() {
  if (chunk_.type == kPlte && !in_pixels_) return ReadPalette();
  if (chunk_.type == kTrns) return ReadTransparency();
  if (chunk_.type == kIhdr) return Corrupt(diagnostic_, "PNG headers", 2, 1);
  if (IsCritical(chunk_.type)) return Fail(diagnostic_, TC_ERROR_PICTURE_VARIETY, "PNG critical chunk", chunk_.type, kIdat);
  const bool exif = chunk_.type == kExif;
  const Orientation orientation = exif ? ReadExifOrientation(&chunk_) : Orientation::kTopLeft;
  bool sound = false;
  const tc_status status = CloseChunk(&sound);
  if (exif && sound) header_->orientation = orientation;
  return status;
}

/// Goes on to the next chunk of pixel data, or to the end of the file.
tc_status PngFile::NextChunk() {
  tc_status status = in_pixels_ ? CloseChunk(nullptr) : TC_OK;
  while (status == TC_OK) {
    status = OpenChunk();
    if (status != TC_OK || chunk_.type == kIdat) break;
    if (chunk_.type == kIend) return CloseChunk(nullptr);
    status = ReadOther();
  }
  return status;
}

tc_status PngFile::ReadHeader() {
  chunk_.source->Skip(kSignatureBytes);
  tc_status status = OpenChunk();
  if (status == TC_OK) status = ReadIhdr();
  if (status == TC_OK) status = NextChunk();
  if (status != TC_OK) return status;
  if (chunk_.type != kIdat) return Corrupt(diagnostic_, "PNG IDAT chunks", 0, 1);
  if (header_->color == PngColor::kPalette && chunks_ != nullptr && chunks_->palette_count == 0)
    return Corrupt(diagnostic_, "PNG palettes", 0, 1);
  in_pixels_ = true;
  return TC_OK;
}

bool PngFile::NextSpan() {
  while (status_ == TC_OK && chunk_.type == kIdat) {
    Source* const source = chunk_.source;
    if (chunk_.left == 0) {
      status_ = NextChunk();
    } else if (source->Ahead(1) == 0) {
      status_ = Truncated();
    } else {
      const uint32_t run = source->available() < chunk_.left ? source->available() : chunk_.left;
      next_ = source->data();
      end_ = next_ + run;
      chunk_.crc = CrcUpdate(chunk_.crc, next_, run);
      chunk_.left -= run;
      source->Consume(run);
      return true;
    }
  }
  return false;
}

tc_status PngFile::Finish() {
  do next_ = end_;
  while (NextSpan());
  return status_;
}

}  // namespace tinyclassify::image
