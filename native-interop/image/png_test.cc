#include <gtest/gtest.h>

#include <utility>

#include "crc32.h"
#include "test_support.h"

namespace tinyclassify::image {
namespace {

constexpr uint32_t kIhdr = 8;  // Offset of the first chunk.

uint8_t ScaleToByte(uint32_t sample, uint32_t depth) { return static_cast<uint8_t>(sample * 255.0 / ((1u << depth) - 1) + 0.5); }

uint8_t OverWhite(uint32_t color, uint32_t alpha) {
  return static_cast<uint8_t>((color * alpha + 255.0 * (255 - alpha)) / 255 + 0.5);
}

uint32_t ChannelsOf(uint8_t color) { return (color == 2 || color == 6 ? 3u : 1u) + (color >= 4 ? 1u : 0u); }

/// Samples of a picture, and their rows packed without a filter.
struct Samples {
  uint32_t width, height, depth, channels;
  std::vector<uint32_t> values;  // [height, width, channels]

  uint32_t At(uint32_t x, uint32_t y, uint32_t c) const { return values[(size_t{y} * width + x) * channels + c]; }

  void AppendRow(uint32_t x, uint32_t step_x, uint32_t y, File* rows) const {
    rows->push_back(0);
    uint32_t byte = 0, bits = 0;
    for (; x < width; x += step_x) {
      for (uint32_t c = 0; c < channels; ++c) {
        if (depth == 16) {
          rows->push_back(static_cast<uint8_t>(At(x, y, c) >> 8));
          rows->push_back(static_cast<uint8_t>(At(x, y, c)));
          continue;
        }
        byte = byte << depth | At(x, y, c);
        bits += depth;
        if (bits == 8) {
          rows->push_back(static_cast<uint8_t>(byte));
          byte = bits = 0;
        }
      }
    }
    if (bits > 0) rows->push_back(static_cast<uint8_t>(byte << (8 - bits)));
  }

  File Rows() const {
    File rows;
    for (uint32_t y = 0; y < height; ++y) AppendRow(0, 1, y, &rows);
    return rows;
  }

  File InterlacedRows() const {
    constexpr uint32_t kPasses[7][4] = {{0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4},
                                        {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}};
    File rows;
    for (const auto& pass : kPasses) {
      for (uint32_t y = pass[1]; pass[0] < width && y < height; y += pass[3]) AppendRow(pass[0], pass[2], y, &rows);
    }
    return rows;
  }
};

Samples RandomSamples(uint32_t width, uint32_t height, uint32_t depth, uint32_t channels, uint32_t limit) {
  Samples samples = {width, height, depth, channels, {}};
  const File noise = Noise(width * height * channels * 2, depth * 8 + channels);
  for (size_t i = 0; i < noise.size(); i += 2) samples.values.push_back((noise[i] * 256u + noise[i + 1]) % limit);
  return samples;
}

File ExpectedRgb(const Samples& samples, uint8_t color, const File& palette) {
  File rgb;
  for (uint32_t y = 0; y < samples.height; ++y) {
    for (uint32_t x = 0; x < samples.width; ++x) {
      const uint32_t alpha = color >= 4 ? ScaleToByte(samples.At(x, y, samples.channels - 1), samples.depth) : 255;
      for (uint32_t c = 0; c < 3; ++c) {
        const uint32_t sample = samples.At(x, y, color == 2 || color == 6 ? c : 0);
        const uint32_t value = color == 3 ? palette[sample * 3 + c] : ScaleToByte(sample, samples.depth);
        rgb.push_back(OverWhite(value, alpha));
      }
    }
  }
  return rgb;
}

TEST(Png, EveryColourTypeAndDepthInterlacedOrNot) {
  struct Kind {
    uint8_t color, depth;
  };
  const Kind kinds[] = {{0, 1}, {0, 2}, {0, 4}, {0, 8}, {0, 16}, {2, 8}, {2, 16}, {3, 1},
                        {3, 2}, {3, 4}, {3, 8}, {4, 8}, {4, 16}, {6, 8}, {6, 16}};
  for (const Kind& kind : kinds) {
    for (const uint32_t width : {1u, 2u, 5u, 8u, 13u}) {
      const uint32_t height = 11;
      const uint32_t limit = kind.color == 3 && kind.depth == 8 ? 200 : 1u << kind.depth;
      const Samples samples = RandomSamples(width, height, kind.depth, ChannelsOf(kind.color), limit);
      const File palette = kind.color == 3 ? Noise(limit * 3, 7) : File();
      const File expected = ExpectedRgb(samples, kind.color, palette);
      PngContent content = {width, height, kind.depth, kind.color, false, samples.Rows(), palette, {}};
      EXPECT_EQ(Decode(WritePng(content)).rgb, expected) << int{kind.color} << " " << int{kind.depth} << " " << width;
      content.interlaced = true;
      content.rows = samples.InterlacedRows();
      EXPECT_EQ(Decode(WritePng(content, 7, 5)).rgb, expected) << int{kind.color} << " " << int{kind.depth} << " " << width;
    }
  }
}

TEST(Png, InterlacedPicturesThatAreShrunkNeedNotBeKept) {
  const Samples samples = RandomSamples(61, 47, 8, 3, 256);
  PngContent content = {61, 47, 8, 2, false, samples.Rows(), {}, {}};
  PngContent interlaced = {61, 47, 8, 2, true, samples.InterlacedRows(), {}, {}};
  for (content.orientation = 0; content.orientation <= 8; ++content.orientation) {
    interlaced.orientation = content.orientation;
    const File file = WritePng(content), passes = WritePng(interlaced);
    for (const auto& size : {std::pair{1u, 1u}, {2u, 3u}, {7u, 5u}, {23u, 23u}, {47u, 47u}, {61u, 4u}, {5u, 61u}, {100u, 90u}}) {
      EXPECT_EQ(Decode(passes, size.first, size.second).rgb, Decode(file, size.first, size.second).rgb)
          << int{content.orientation} << " " << size.first << "x" << size.second;
    }
  }
}

TEST(Png, InterlacedPicturesOfTwelveMegapixelsFitIntoTheBoardsWorkspace) {
  for (const uint8_t depth : {8, 16}) {
    const File file = WritePng({4000, 3000, depth, 6, true, File(1), {}, {}});
    EXPECT_LT(ExactWorkspace(file, 240, 240), 1u << 20);
    EXPECT_LT(ExactWorkspace(file, 320, 240), TC_PICTURE_WORKSPACE_BYTES);
  }
  // One that is enlarged is kept, and so is one whose sums would not fit into 32 bits.
  EXPECT_GT(ExactWorkspace(WritePng({5000, 5000, 8, 2, true, File(1), {}, {}}), 240, 240), 5000u * 5000u * 3u);
  EXPECT_GT(ExactWorkspace(WritePng({200, 200, 8, 2, true, File(1), {}, {}}), 240, 240), 200u * 200u * 3u);
}

TEST(Png, EveryFilterIsUndone) {
  const uint32_t width = 9, height = 25, reach = 3;
  const File rgb = Noise(width * height * 3, 3);
  File rows;
  for (uint32_t y = 0; y < height; ++y) {
    const uint32_t filter = (y + 1) % 5;
    rows.push_back(static_cast<uint8_t>(filter));
    for (uint32_t i = 0; i < width * 3; ++i) {
      const int left = i < reach ? 0 : rgb[y * width * 3 + i - reach];
      const int above = y == 0 ? 0 : rgb[(y - 1) * width * 3 + i];
      const int corner = i < reach || y == 0 ? 0 : rgb[(y - 1) * width * 3 + i - reach];
      const int estimate = left + above - corner;
      const int to_left = std::abs(estimate - left), to_above = std::abs(estimate - above),
                to_corner = std::abs(estimate - corner);
      const int paeth = to_left <= to_above && to_left <= to_corner ? left : to_above <= to_corner ? above : corner;
      const int guesses[5] = {0, left, above, (left + above) / 2, paeth};
      rows.push_back(static_cast<uint8_t>(rgb[y * width * 3 + i] - guesses[filter]));
    }
  }
  EXPECT_EQ(Decode(WritePng({width, height, 8, 2, false, rows, {}, {}})).rgb, rgb);
}

TEST(Png, TransparentColoursShowWhite) {
  EXPECT_EQ(Decode(WritePng({2, 1, 8, 2, false, {0, 1, 2, 3, 4, 5, 6}, {}, {0, 1, 0, 2, 0, 3}})).rgb,
            (File{255, 255, 255, 4, 5, 6}));
  EXPECT_EQ(Decode(WritePng({2, 1, 8, 0, false, {0, 9, 10}, {}, {0, 10}})).rgb, (File{9, 9, 9, 255, 255, 255}));
  EXPECT_EQ(Decode(WritePng({2, 1, 8, 3, false, {0, 0, 1}, {10, 20, 30, 40, 50, 60}, {0}})).rgb,
            (File{255, 255, 255, 40, 50, 60}));
}

TEST(Png, ReadsCodesOfItsOwnAndMatches) {
  const Decoded decoded = Decode(Golden("dynamic_codes.png"));
  ASSERT_EQ(decoded.status, TC_OK) << decoded.diagnostic.what;
  ASSERT_EQ(decoded.width, 64u);
  ASSERT_EQ(decoded.height, 40u);
  for (uint32_t y = 0; y < 40; ++y) {
    for (uint32_t x = 0; x < 64; ++x) {
      const uint8_t* const pixel = &decoded.rgb[(y * 64 + x) * 3];
      ASSERT_EQ(pixel[0], (x * x + y * 3) % 251);
      ASSERT_EQ(pixel[1], (x * y) % 241);
      ASSERT_EQ(pixel[2], (x / 8 * 16 + y / 8 * 32) % 256);
    }
  }
}

TEST(Png, DecodesTheSameInStoredBlocksOfAnySize) {
  const File rgb = Noise(40 * 3, 5);
  File rows = {0};
  rows.insert(rows.end(), rgb.begin(), rgb.end());
  for (const uint32_t block : {1u, 2u, 119u, 65535u}) {
    EXPECT_EQ(Decode(WritePng({40, 1, 8, 2, false, rows, {}, {}}, block, block)).rgb, rgb) << block;
  }
}

struct Refusal {
  const char* what;
  PngContent content;
};

TEST(Png, ContentThatDoesNotFitItsHeaderIsCorrupt) {
  const File palette = {1, 2, 3, 4, 5, 6};
  const Refusal refusals[] = {
      {"end early", {4, 2, 8, 0, false, File(9), {}, {}}},
      {"more pixel data", {4, 2, 8, 0, false, File(100000), {}, {}}},
      {"row filter", {4, 1, 8, 0, false, {5, 0, 0, 0, 0}, {}, {}}},
      {"palette index", {1, 1, 8, 3, false, {0, 2}, palette, {}}},
      {"palettes", {1, 1, 8, 3, false, {0, 0}, {}, {}}},
      {"palette bytes", {1, 1, 8, 3, false, {0, 0}, {1, 2, 3, 4}, {}}},
      {"width", {0, 1, 8, 2, false, File(4), {}, {}}},
      {"height", {1, 0, 8, 2, false, File(4), {}, {}}},
      {"bits a sample", {1, 1, 16, 3, false, File(4), palette, {}}},
      {"bits a sample", {1, 1, 3, 0, false, File(4), {}, {}}},
      {"bits a sample", {1, 1, 255, 0, false, File(4), {}, {}}},
      {"colour type", {1, 1, 8, 5, false, File(4), {}, {}}},
  };
  for (const Refusal& refusal : refusals) {
    const Decoded decoded = Decode(WritePng(refusal.content), 2, 2);
    EXPECT_EQ(decoded.status, TC_ERROR_PICTURE_CORRUPT) << refusal.what;
    EXPECT_NE(std::string(decoded.diagnostic.what).find(refusal.what), std::string::npos) << decoded.diagnostic.what;
  }
}

TEST(Png, WhatLibpngOverlooksIsOverlooked) {
  const File palette = {1, 2, 3, 4, 5, 6};
  const auto shown = [](const PngContent& content) { return Decode(WritePng(content)).rgb; };
  EXPECT_EQ(shown({4, 2, 8, 0, false, File(11), {}, {}}), File(24)) << "more rows";
  EXPECT_EQ(shown({1, 1, 1, 3, false, {0, 0}, File(9), {}}), File(3)) << "more colours than can be named";
  EXPECT_EQ(shown({1, 1, 8, 3, false, {0, 0}, palette, {0, 2, 3}}), (File{1, 2, 3})) << "tRNS longer than the palette";
  EXPECT_EQ(shown({1, 1, 8, 2, false, {0, 1, 0, 3}, {}, {1, 0}}), (File{1, 0, 3})) << "tRNS too short";
  EXPECT_EQ(shown({1, 1, 8, 6, false, {0, 1, 2, 3, 255}, {}, {1, 2}}), (File{1, 2, 3})) << "tRNS beside alpha";
}

TEST(Png, UnknownCriticalChunkIsRefusedAndAnOptionalOneIgnored) {
  File file = WritePng({1, 1, 8, 0, false, {0, 7}, {1, 2, 3}, {}});
  const uint32_t second = kIhdr + 12 + 13;
  ASSERT_EQ(file[second + 4], 'P');
  file[second + 4] = 'p';
  FixPngChunk(&file, second);
  EXPECT_EQ(Decode(file).rgb, (File{7, 7, 7}));
  file[second + 4] = 'Q';
  FixPngChunk(&file, second);
  EXPECT_EQ(Decode(file).status, TC_ERROR_PICTURE_VARIETY);
}

TEST(Png, WhatStandsInThePixelDatasPlaceIsToldWhereverTheyBreakOff) {
  const File original = Golden("dynamic_codes.png");
  const uint32_t pixels = kIhdr + 12 + 13;
  ASSERT_EQ(original[pixels + 4], 'I');
  const uint32_t size = static_cast<uint32_t>(original[pixels + 2]) << 8 | original[pixels + 3];
  for (uint32_t kept = 0; kept < size; kept = kept < 100 ? kept + 1 : kept + 37) {
    File file(original.begin(), original.begin() + pixels + 8 + kept + 4);
    file[pixels + 2] = static_cast<uint8_t>(kept >> 8);
    file[pixels + 3] = static_cast<uint8_t>(kept);
    FixPngChunk(&file, pixels);
    const File unknown = {0, 0, 0, 0, 'Q', 'U', 'I', 'T', 0, 0, 0, 0};
    file.insert(file.end(), unknown.begin(), unknown.end());
    FixPngChunk(&file, static_cast<uint32_t>(file.size() - unknown.size()));
    EXPECT_EQ(Decode(file, 4, 4).status, TC_ERROR_PICTURE_VARIETY) << kept;
  }
}

TEST(Png, AnyChangedByteIsNoticed) {
  const File original = WritePng({5, 4, 8, 2, false, File(16 * 4), {}, {}}, 20, 30);
  ASSERT_EQ(Decode(original).status, TC_OK);
  for (size_t i = 0; i < original.size(); ++i) {
    for (const int flip : {0x01, 0x20, 0x80, 0xFF}) {
      File damaged = original;
      damaged[i] = static_cast<uint8_t>(damaged[i] ^ flip);
      EXPECT_NE(Decode(damaged, 3, 3).status, TC_OK) << "byte " << i << " ^ " << flip;
    }
  }
}

TEST(Png, DamagedCompressedDataNeverCrashes) {
  // Checksums mended, so that the damage reaches the decompressor.
  const File original = Golden("dynamic_codes.png");
  uint32_t refused = 0, tried = 0;
  for (uint32_t chunk = kIhdr + 25; chunk + 12 < original.size();) {
    const uint32_t size = static_cast<uint32_t>(original[chunk + 2]) << 8 | original[chunk + 3];
    for (uint32_t i = 0; i < size; i += 3) {
      File damaged = original;
      damaged[chunk + 8 + i] = static_cast<uint8_t>(damaged[chunk + 8 + i] ^ (1 << i % 8));
      FixPngChunk(&damaged, chunk);
      refused += Decode(damaged, 4, 4).status == TC_ERROR_PICTURE_CORRUPT ? 1 : 0;
      ++tried;
    }
    chunk += 12 + size;
  }
  EXPECT_EQ(refused, tried);  // Adler-32 notices what the codes do not.
}

TEST(Png, LiesAsItsExifSaysWhereverThatStands) {
  const Samples samples = RandomSamples(9, 4, 8, 3, 256);
  PngContent content = {9, 4, 8, 2, false, samples.Rows(), {}, {}};
  content.orientation = 6;
  const Decoded early = Decode(WritePng(content));
  content.exif_at_end = true;
  const Decoded late = Decode(WritePng(content));
  ASSERT_EQ(early.status, TC_OK);
  EXPECT_EQ(early.width, 4u);
  EXPECT_EQ(late.width, 4u);
  EXPECT_EQ(late.rgb, early.rgb);
  for (uint32_t y = 0; y < 9; ++y) {
    for (uint32_t x = 0; x < 4; ++x) EXPECT_EQ(early.rgb[(y * 4 + x) * 3], samples.At(y, 3 - x, 0)) << x << " " << y;
  }
  // A wrong checksum takes the chunk's word away, not the picture.
  File damaged = WritePng(content);
  damaged[damaged.size() - 13] ^= 1;
  const Decoded unturned = Decode(damaged);
  EXPECT_EQ(unturned.status, TC_OK);
  EXPECT_EQ(unturned.width, 9u);
}

TEST(Crc32, ChecksTheStandardsExample) {
  const uint8_t digits[] = {'1', '2', '3', '4', '5', '6', '7', '8', '9'};
  EXPECT_EQ(Crc32(digits, 9), 0xCBF43926u);
}

}  // namespace
}  // namespace tinyclassify::image
