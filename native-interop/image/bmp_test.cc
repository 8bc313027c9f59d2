#include <gtest/gtest.h>

#include "test_support.h"

namespace tinyclassify::image {
namespace {

void Append16(File* file, uint32_t value) {
  file->push_back(static_cast<uint8_t>(value));
  file->push_back(static_cast<uint8_t>(value >> 8));
}

void Append32(File* file, uint32_t value) {
  Append16(file, value & 0xffff);
  Append16(file, value >> 16);
}

struct BmpContent {
  int32_t width, height;
  uint32_t bits;
  File colors;  // Palette or masks, as stored.
  File rows;    // As stored, padded.
  uint32_t compression = 0;
  uint32_t colors_used = 0;
};

File WriteBmp(const BmpContent& content) {
  File file = {'B', 'M'};
  const auto pixels = static_cast<uint32_t>(54 + content.colors.size());
  Append32(&file, static_cast<uint32_t>(pixels + content.rows.size()));
  Append32(&file, 0);
  Append32(&file, pixels);
  Append32(&file, 40);
  Append32(&file, static_cast<uint32_t>(content.width));
  Append32(&file, static_cast<uint32_t>(content.height));
  Append16(&file, 1);
  Append16(&file, content.bits);
  Append32(&file, content.compression);
  for (int i = 0; i < 3; ++i) Append32(&file, 0);
  Append32(&file, content.colors_used);
  Append32(&file, 0);
  file.insert(file.end(), content.colors.begin(), content.colors.end());
  file.insert(file.end(), content.rows.begin(), content.rows.end());
  return file;
}

TEST(Bmp, RowsComeFromTheBottomAndColoursBlueFirst) {
  const File file = WriteBmp({2, 2, 24, {}, {1, 2, 3, 4, 5, 6, 0, 0, 7, 8, 9, 10, 11, 12, 0, 0}});
  EXPECT_EQ(Decode(file).rgb, (File{9, 8, 7, 12, 11, 10, 3, 2, 1, 6, 5, 4}));
}

TEST(Bmp, NegativeHeightMeansTopDown) {
  const File file = WriteBmp({1, -2, 24, {}, {1, 2, 3, 0, 4, 5, 6, 0}});
  EXPECT_EQ(Decode(file).rgb, (File{3, 2, 1, 6, 5, 4}));
}

TEST(Bmp, PalettesOfOneFourAndEightBits) {
  const File colors = {1, 2, 3, 0, 4, 5, 6, 0};
  EXPECT_EQ(Decode(WriteBmp({3, 1, 1, colors, {0xA0, 0, 0, 0}})).rgb, (File{6, 5, 4, 3, 2, 1, 6, 5, 4}));
  EXPECT_EQ(Decode(WriteBmp({3, 1, 4, colors, {0x10, 0x10, 0, 0}, 0, 2})).rgb, (File{6, 5, 4, 3, 2, 1, 6, 5, 4}));
  EXPECT_EQ(Decode(WriteBmp({2, 1, 8, colors, {1, 0, 0, 0}, 0, 2})).rgb, (File{6, 5, 4, 3, 2, 1}));
}

TEST(Bmp, IndexBeyondThePaletteIsCorrupt) {
  const Decoded decoded = Decode(WriteBmp({1, 1, 8, {1, 2, 3, 0, 4, 5, 6, 0}, {2, 0, 0, 0}, 0, 2}));
  EXPECT_EQ(decoded.status, TC_ERROR_PICTURE_CORRUPT);
  EXPECT_EQ(decoded.diagnostic.seen, 2);
}

TEST(Bmp, FiveBitsAChannelSpreadOverTheRange) {
  // 0 RRRRR GGGGG BBBBB
  const Decoded decoded = Decode(WriteBmp({2, 1, 16, {}, {0x1f, 0x7c, 0x00, 0x02}}));
  EXPECT_EQ(decoded.rgb, (File{255, 0, 255, 0, 132, 0}));
}

TEST(Bmp, BitFieldsSayWhereTheColoursAre) {
  File masks;
  Append32(&masks, 0xf800);
  Append32(&masks, 0x07e0);
  Append32(&masks, 0x001f);
  EXPECT_EQ(Decode(WriteBmp({2, 1, 16, masks, {0x00, 0xf8, 0xe0, 0x07}, 3})).rgb, (File{255, 0, 0, 0, 255, 0}));
  File swapped;
  Append32(&swapped, 0x000000ff);
  Append32(&swapped, 0x0000ff00);
  Append32(&swapped, 0xff000000);
  EXPECT_EQ(Decode(WriteBmp({1, 1, 32, swapped, {1, 2, 3, 4}, 3})).rgb, (File{1, 2, 4}));
}

TEST(Bmp, RunLengthsOfEightBits) {
  const File colors = {0, 0, 0, 0, 1, 1, 1, 0, 2, 2, 2, 0, 3, 3, 3, 0};
  // From the bottom: three of 1; 2, 3, 1 one by one and a byte to make them even; a jump over a row; an early end.
  const File runs = {3, 1, 0, 0, 0, 3, 2, 3, 1, 0, 0, 0, 0, 2, 1, 1, 2, 2, 0, 1};
  const Decoded decoded = Decode(WriteBmp({3, 5, 8, colors, runs, 1, 4}));
  ASSERT_EQ(decoded.status, TC_OK) << decoded.diagnostic.what;
  const File expected = {0, 0, 0, 0, 2, 2, 0, 0, 0, 2, 3, 1, 1, 1, 1};
  for (size_t i = 0; i < expected.size(); ++i) EXPECT_EQ(decoded.rgb[i * 3], expected[i]) << i;
  for (size_t length = 54 + 16; length + 2 < 54 + 16 + runs.size(); ++length) {
    File cut = WriteBmp({3, 5, 8, colors, runs, 1, 4});
    cut.resize(length);
    EXPECT_EQ(Decode(cut).status, TC_ERROR_PICTURE_CORRUPT) << length;
  }
}

TEST(Bmp, RunLengthsOfFourBits) {
  const File colors = {0, 0, 0, 0, 1, 1, 1, 0, 2, 2, 2, 0, 3, 3, 3, 0};
  // 1 2 1 2 1 by turns; then 3, 2, 1 one by one in two bytes.
  const File runs = {5, 0x12, 0, 0, 0, 3, 0x32, 0x10, 0, 0, 0, 1};
  const Decoded decoded = Decode(WriteBmp({5, 2, 4, colors, runs, 2, 4}));
  ASSERT_EQ(decoded.status, TC_OK) << decoded.diagnostic.what;
  const File expected = {3, 2, 1, 0, 0, 1, 2, 1, 2, 1};
  for (size_t i = 0; i < expected.size(); ++i) EXPECT_EQ(decoded.rgb[i * 3], expected[i]) << i;
}

TEST(Bmp, HeadersOfOs2) {
  // 64 bytes, or only as far as the bits a pixel.
  for (const uint32_t header : {64u, 16u}) {
    File file = {'B', 'M'};
    Append32(&file, 0);
    Append32(&file, 0);
    Append32(&file, 14 + header);
    Append32(&file, header);
    Append32(&file, 1);
    Append32(&file, 1);
    Append16(&file, 1);
    Append16(&file, 24);
    file.resize(14 + header);
    file.insert(file.end(), {1, 2, 3, 0});
    EXPECT_EQ(Decode(file).rgb, (File{3, 2, 1})) << header;
  }
}

TEST(Bmp, HeaderThatPromisesMorePixelsThanTheFileHolds) {
  File file = WriteBmp({2, 2, 24, {}, File(16)});
  file[22] = 3;  // Height.
  const Decoded decoded = Decode(file);
  EXPECT_EQ(decoded.status, TC_ERROR_PICTURE_CORRUPT);
  EXPECT_EQ(decoded.diagnostic.seen, 54 + 16);
  EXPECT_EQ(decoded.diagnostic.expected, 54 + 24);
}

TEST(Bmp, SidesOutOfRange) {
  EXPECT_EQ(Decode(WriteBmp({0, 1, 24, {}, File(16)})).status, TC_ERROR_PICTURE_CORRUPT);
  EXPECT_EQ(Decode(WriteBmp({-5, 1, 24, {}, File(16)})).status, TC_ERROR_PICTURE_CORRUPT);
  EXPECT_EQ(Decode(WriteBmp({1, INT32_MIN, 24, {}, File(16)})).status, TC_ERROR_PICTURE_TOO_LARGE);
  EXPECT_EQ(Decode(WriteBmp({65536, 1, 24, {}, File(16)})).status, TC_ERROR_PICTURE_TOO_LARGE);
}

}  // namespace
}  // namespace tinyclassify::image
