// Writes the pictures of the pictures' bench, one of each kind, named KIND.EXTENSION: make_pictures FOLDER
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "codec.h"
#include "photo.h"

using namespace tinyclassify::image::oracle;

namespace {

std::string g_folder;

void Save(const Bytes& file, const std::string& name) {
  std::FILE* const out = std::fopen((g_folder + "/" + name).c_str(), "wb");
  if (out == nullptr || std::fwrite(file.data(), 1, file.size(), out) != file.size() || std::fclose(out) != 0) {
    std::fprintf(stderr, "make_pictures: cannot write %s into %s\n", name.c_str(), g_folder.c_str());
    std::exit(1);
  }
}

/// The best quality of at most 5 MB, as a phone's pictures of 12 megapixels have them.
void SaveJpeg(const Bytes& photo, uint32_t width, uint32_t height, JpegVariety variety, const std::string& kind) {
  constexpr size_t kMostBytes = 5000000;
  Bytes best;
  int low = 50, high = 100;  // low fits.
  while (high - low > 1) {
    variety.quality = (low + high) / 2;
    Bytes file = EncodeJpeg(photo, width, height, variety);
    const bool fits = file.size() <= kMostBytes;
    (fits ? low : high) = variety.quality;
    if (fits) best = std::move(file);
  }
  Save(best, "jpeg_" + kind + ".jpg");
}

void Append(Bytes* file, uint32_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) file->push_back(static_cast<uint8_t>(value >> 8 * i));
}

/// @param compression  BMP's: 0, or 1: run lengths of 8 bits
void SaveBmp(const Bytes& rgb, uint32_t width, uint32_t height, uint32_t bits, uint32_t compression) {
  Bytes pixels;
  for (uint32_t y = height; y-- > 0;) {
    const uint8_t* from = rgb.data() + static_cast<size_t>(y) * width * 3;
    uint32_t run = 0;
    for (uint32_t x = 0; x < width; ++x, from += 3) {
      const uint32_t grey = from[1];
      if (bits > 16) {
        Append(&pixels, from[0] << 16 | from[1] << 8 | from[2], static_cast<int>(bits / 8));
      } else if (bits == 16) {
        Append(&pixels, from[0] >> 3 << 10 | from[1] >> 3 << 5 | from[2] >> 3, 2);
      } else if (compression == 0) {
        Append(&pixels, grey, 1);
      } else if (++run == 255 || x + 1 == width || from[4] != grey) {
        Append(&pixels, grey << 8 | run, 2);
        run = 0;
      }
    }
    if (compression != 0) Append(&pixels, 0, 2);
    while (compression == 0 && pixels.size() % 4 != 0) pixels.push_back(0);
  }
  const uint32_t colors = bits == 8 ? 256 : 0, offset = 54 + 4 * colors;
  Bytes file = {'B', 'M'};
  const uint32_t all = offset + static_cast<uint32_t>(pixels.size());
  for (const uint32_t value : {all, 0u, offset, 40u, width, height}) Append(&file, value, 4);
  Append(&file, bits << 16 | 1, 4);
  Append(&file, compression, 4);
  file.resize(54);
  for (uint32_t i = 0; i < colors; ++i) Append(&file, i * 0x010101, 4);
  file.insert(file.end(), pixels.begin(), pixels.end());
  Save(file, "bmp_" + std::to_string(bits) + "_bits" + (compression != 0 ? "_run_lengths" : "") + ".bmp");
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 2) return 2;
  g_folder = arguments[1];
  constexpr uint32_t kWidth = 4000, kHeight = 3000;
  const Bytes large = DrawPhoto(kWidth, kHeight, 16, 3);
  struct Sampling {
    int h, v;
    const char* name;
  };
  for (const Sampling& sampling : {Sampling{2, 2, "420"}, {2, 1, "422"}, {1, 2, "440"}, {1, 1, "444"}, {4, 1, "411"}}) {
    JpegVariety variety;
    variety.h = sampling.h, variety.v = sampling.v;
    SaveJpeg(large, kWidth, kHeight, variety, sampling.name);
    variety.script = 1;
    const std::string progressive = std::string("progressive_") + sampling.name;
    if (sampling.v == sampling.h) SaveJpeg(large, kWidth, kHeight, variety, progressive);
  }
  for (const int components : {1, 4}) {
    JpegVariety variety;
    variety.components = components;
    SaveJpeg(large, kWidth, kHeight, variety, components == 1 ? "grey" : "ycck");
  }

  constexpr uint32_t kSmallWidth = 1600, kSmallHeight = 1200;
  const Bytes small = DrawPhoto(kSmallWidth, kSmallHeight, 4, 3);
  struct Kind {
    int color, depth, bytes;
    bool interlaced;
    const char* name;
  };
  // The rows of kinds that take more bytes than a photo has are its own, one after another.
  Bytes samples = small;
  samples.insert(samples.end(), small.begin(), small.end());
  for (const Kind& kind : {Kind{2, 8, 3, false, "rgb"},
                           {2, 8, 3, true, "rgb_interlaced"},
                           {6, 8, 4, false, "rgb_alpha"},
                           {2, 16, 6, false, "rgb_16_bits"},
                           {0, 8, 1, false, "grey"},
                           {3, 8, 1, false, "palette"}}) {
    PngVariety variety;
    variety.color = kind.color, variety.depth = kind.depth, variety.interlaced = kind.interlaced;
    Bytes rows = samples;
    if (kind.bytes == 1)
      for (size_t i = 0; i * 3 < rows.size(); ++i) rows[i] = rows[i * 3];
    Save(EncodePng(rows, kSmallWidth, kSmallHeight, variety), std::string("png_") + kind.name + ".png");
  }
  for (const uint32_t bits : {8u, 16u, 24u, 32u}) SaveBmp(small, kSmallWidth, kSmallHeight, bits, 0);
  SaveBmp(small, kSmallWidth, kSmallHeight, 8, 1);
  return 0;
}
