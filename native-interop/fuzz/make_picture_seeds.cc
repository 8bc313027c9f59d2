// Writes a small picture of every variety, for the fuzzer to begin with: make_picture_seeds FOLDER
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "codec.h"
#include "photo.h"

using namespace tinyclassify::image::oracle;

namespace {

std::string g_folder;
int g_count = 0;

void Save(const Bytes& file, const char* kind) {
  std::FILE* const out = std::fopen((g_folder + "/" + kind + std::to_string(g_count++)).c_str(), "wb");
  if (out == nullptr || std::fwrite(file.data(), 1, file.size(), out) != file.size() || std::fclose(out) != 0) {
    std::fprintf(stderr, "make_picture_seeds: cannot write into %s\n", g_folder.c_str());
    std::exit(1);
  }
}

void Append(Bytes* file, uint32_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) file->push_back(static_cast<uint8_t>(value >> 8 * i));
}

void SaveBmp(uint32_t header, uint32_t bits, uint32_t compression, int32_t height, const Bytes& pixels) {
  Bytes extra;
  const uint32_t colors = bits <= 8 ? 1u << bits : 0;
  for (uint32_t i = 0; i < colors; ++i) Append(&extra, i * 0x010307, header == 12 ? 3 : 4);
  if (compression == 3)
    for (const uint32_t mask : {0x7C00u, 0x3E0u, 0x1Fu}) Append(&extra, mask, 4);
  const uint32_t offset = 14 + header + static_cast<uint32_t>(extra.size());
  Bytes file = {'B', 'M'};
  Append(&file, offset + static_cast<uint32_t>(pixels.size()), 4);
  Append(&file, 0, 4);
  Append(&file, offset, 4);
  Append(&file, header, 4);
  const int side = header == 12 ? 2 : 4;
  Append(&file, 9, side);
  Append(&file, static_cast<uint32_t>(height), side);
  Append(&file, 1, 2);
  Append(&file, bits, 2);
  if (header > 12) Append(&file, compression, 4);
  file.resize(14 + header);
  file.insert(file.end(), extra.begin(), extra.end());
  file.insert(file.end(), pixels.begin(), pixels.end());
  Save(file, "bmp");
}

Bytes WithExif(const Bytes& jpeg, uint8_t orientation) {
  const Bytes exif = {0xFF, 0xE1, 0,    34, 'E', 'x', 'i', 'f', 0, 0, 'I',         'I', 42, 0, 8, 0, 0, 0,
                      1,    0,    0x12, 1,  3,   0,   1,   0,   0, 0, orientation, 0,   0,  0, 0, 0, 0, 0};
  Bytes file(jpeg.begin(), jpeg.begin() + 2);
  file.insert(file.end(), exif.begin(), exif.end());
  file.insert(file.end(), jpeg.begin() + 2, jpeg.end());
  return file;
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 2) return 2;
  g_folder = arguments[1];
  const Bytes photo = DrawPhoto(40, 30, 20, 1);
  const int samplings[][2] = {{1, 1}, {2, 1}, {1, 2}, {2, 2}, {4, 1}, {3, 1}};
  for (const auto& sampling : samplings) {
    for (int script = 0; script < 4; ++script) {
      JpegVariety variety;
      variety.h = sampling[0], variety.v = sampling[1], variety.script = script, variety.restart = script % 2 * 2;
      Save(EncodeJpeg(photo, 40, 30, variety), "jpeg");
    }
  }
  for (const int components : {1, 4}) {
    for (int script = 0; script < 2; ++script) {
      JpegVariety variety;
      variety.components = components, variety.script = script, variety.transform = script == 0;
      Save(WithExif(EncodeJpeg(photo, 40, 30, variety), static_cast<uint8_t>(5 + script)), "jpeg");
    }
  }
  for (uint8_t orientation = 1; orientation <= 8; ++orientation) {
    Save(WithExif(EncodeJpeg(photo, 40, 30, {}), orientation), "jpeg");
  }
  // A frame of Motion-JPEG: without its DHT segments.
  const Bytes whole = EncodeJpeg(photo, 40, 30, {});
  Bytes frame(whole.begin(), whole.begin() + 2);
  for (size_t at = 2; at + 4 < whole.size();) {
    const size_t next = whole[at + 1] == 0xDA ? whole.size() : at + 2 + (whole[at + 2] * 256u + whole[at + 3]);
    if (whole[at + 1] != 0xC4) frame.insert(frame.end(), whole.data() + at, whole.data() + next);
    at = next;
  }
  Save(frame, "jpeg");
  for (const char* const other :
       {"GIF89a", "RIFF....WEBPVP8 ", "....ftypheic", "....ftypavif", "....ftypisom", "MM", "text", "B"}) {
    Save(Bytes(other, other + std::char_traits<char>::length(other)), "other");
  }
  // Large enough to be reduced, and to be kept in part.
  for (int script = 0; script < 4; ++script) {
    JpegVariety variety;
    variety.script = script, variety.quality = 20;
    for (const uint32_t side : {970u, 1010u}) Save(EncodeJpeg(DrawPhoto(side, 970, 0, 2), side, 970, variety), "large");
  }
  // A quarter of the size, and too much to be kept as a whole.
  for (const int components : {1, 3}) {
    JpegVariety variety;
    variety.components = components, variety.script = components == 3, variety.quality = 10, variety.h = variety.v = 1;
    Save(EncodeJpeg(DrawPhoto(1920, 1920, 0, 3), 1920, 1920, variety), "larger");
  }
  const int kinds[][2] = {{0, 1}, {0, 2}, {0, 4}, {0, 8}, {0, 16}, {2, 8}, {2, 16}, {3, 1}, {3, 8}, {4, 8}, {6, 8}, {6, 16}};
  for (const auto& kind : kinds) {
    for (int options = 0; options < 4; ++options) {
      PngVariety variety;
      variety.color = kind[0], variety.depth = kind[1], variety.interlaced = options % 2 != 0;
      variety.transparency = options > 1 && variety.color < 4;
      Save(EncodePng(DrawPhoto(100, 30, 20, 4), 11, 9, variety), "png");
    }
  }
  // Which way is up, before the pixels and behind them.
  const Bytes upright = EncodePng(DrawPhoto(100, 30, 20, 4), 11, 9, {});
  const Bytes exif = {0,    0, 0, 26, 'e', 'X', 'I', 'f', 'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, 1,
                      0x12, 0, 3, 0,  0,   0,   1,   0,   6,   0,   0, 0,  0, 0, 0, 0, 0, 0, 0};
  for (const size_t at : {size_t{33}, upright.size() - 12}) {
    Bytes turned(upright.begin(), upright.begin() + static_cast<std::ptrdiff_t>(at));
    turned.insert(turned.end(), exif.begin(), exif.end());
    turned.insert(turned.end(), upright.begin() + static_cast<std::ptrdiff_t>(at), upright.end());
    Save(turned, "png");
  }
  // Interlaced, and larger than what is shown of it.
  PngVariety interlaced;
  interlaced.interlaced = true;
  Save(EncodePng(DrawPhoto(61, 47, 20, 4), 61, 47, interlaced), "png");
  Bytes huge = upright;
  huge[17] = huge[21] = 0x80;  // 32,779 x 32,777 pixels.
  Save(huge, "png");
  for (uint8_t format = 0; format < 6; ++format) {
    Bytes frame = {'F', 'R', 'A', 'M', 'E', format, 12, 7, 4};  // 13 x 8 pixels of up to 4 bytes.
    frame.resize(700, 0xA7);
    Save(frame, "frame");
  }
  const Bytes pixels(2000, 0x5A);
  for (const uint32_t bits : {1u, 4u, 8u, 16u, 24u, 32u}) {
    for (const uint32_t header : {12u, 40u, 64u, 124u}) SaveBmp(header, bits, 0, header == 40 ? -7 : 7, pixels);
  }
  Save({'B', 'M', 0, 0, 0, 0, 0, 0, 0, 0, 54, 0, 0, 0, 40, 0}, "bmp");  // That end within the headers.
  Save({'B', 'M', 0, 0, 0, 0, 0, 0, 0, 0, 54, 0, 0, 0, 40, 0, 0, 0, 9, 0}, "bmp");
  SaveBmp(40, 16, 3, 7, pixels);
  SaveBmp(40, 8, 1, 7, {3, 1, 0, 0, 0, 3, 2, 3, 1, 0, 0, 2, 2, 1, 4, 2, 0, 0, 9, 1, 0, 1});
  SaveBmp(40, 4, 2, 7, {5, 0x12, 0, 0, 0, 3, 0x32, 0x10, 0, 2, 1, 0, 2, 0x11, 0, 0, 0, 1});
  std::printf("%d seeds\n", g_count);
  return 0;
}
