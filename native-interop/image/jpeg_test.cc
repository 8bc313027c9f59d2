#include "jpeg.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>

#include "test_support.h"

namespace tinyclassify::image {
namespace {

constexpr uint32_t kWidth = 67, kHeight = 45;

/// What golden/make.py draws.
double Drawn(uint32_t x, uint32_t y, uint32_t c) {
  if (x > 20 && x < 30 && y > 10 && y < 30) return c == 0 ? 250 : c == 1 ? 240 : 30;
  if (c == 0) return 128 + 100 * std::sin(x / 9.0) * std::cos(y / 11.0);
  return c == 1 ? 255.0 * x / (kWidth - 1) : 255.0 * y / (kHeight - 1);
}

double MeanDifference(const File& a, const File& b) {
  double sum = 0;
  for (size_t i = 0; i < a.size(); ++i) sum += std::abs(a[i] - b[i]);
  return sum / static_cast<double>(a.size());
}

/// Offset of the first segment with this marker.
size_t Find(const File& file, uint8_t marker) {
  for (size_t at = 2; at + 4 <= file.size(); at += 2u + (file[at + 2] << 8 | file[at + 3])) {
    if (file[at + 1] == marker) return at;
  }
  ADD_FAILURE() << "no marker " << int{marker};
  return 0;
}

File WithExif(const File& jpeg, uint8_t orientation, bool big_endian) {
  const File little = {'E', 'x', 'i', 'f', 0, 0, 'I',  'I', 42, 0, 8, 0, 0, 0, 2,           0, 0, 1, 3, 0, 1, 0,
                       0,   0,   9,   0,   0, 0, 0x12, 1,   3,  0, 1, 0, 0, 0, orientation, 0, 0, 0, 0, 0, 0, 0};
  const File big = {'E', 'x',  'i', 'f', 0, 0, 'M', 'M', 0, 42,          0, 0, 0, 8, 0, 1,
                    1,   0x12, 0,   3,   0, 0, 0,   1,   0, orientation, 0, 0, 0, 0, 0, 0};
  const File& exif = big_endian ? big : little;
  File file = {0xFF, 0xD8, 0xFF, 0xE1, 0, static_cast<uint8_t>(exif.size() + 2)};
  file.insert(file.end(), exif.begin(), exif.end());
  file.insert(file.end(), jpeg.begin() + 2, jpeg.end());
  return file;
}

TEST(Jpeg, EveryVarietyShowsTheDrawnPicture) {
  for (const std::string& name : GoldenJpegs()) {
    const Decoded decoded = Decode(Golden(name));
    ASSERT_EQ(decoded.status, TC_OK) << name << ": " << decoded.diagnostic.what;
    ASSERT_EQ(decoded.width, kWidth);
    ASSERT_EQ(decoded.height, kHeight);
    const bool grey = name.rfind("grey", 0) == 0;
    double sum = 0;
    for (uint32_t y = 0; y < kHeight; ++y) {
      for (uint32_t x = 0; x < kWidth; ++x) {
        for (uint32_t c = 0; c < 3; ++c) {
          const double luma = 0.299 * Drawn(x, y, 0) + 0.587 * Drawn(x, y, 1) + 0.114 * Drawn(x, y, 2);
          sum += std::fabs(decoded.rgb[(y * kWidth + x) * 3 + c] - (grey ? luma : Drawn(x, y, c)));
        }
      }
    }
    const double mean = sum / (kWidth * kHeight * 3);
    EXPECT_LT(mean, name == "quality_5.jpg" ? 20 : 6) << name;
    RecordProperty(name, std::to_string(mean));
  }
}

TEST(Jpeg, OneSetOfCoefficientsGivesOnePictureHoweverItIsCoded) {
  const File baseline = Decode(Golden("baseline_420.jpg")).rgb;
  for (const char* name : {"progressive_420.jpg", "optimized.jpg", "restart.jpg", "separate_scans.jpg"}) {
    EXPECT_EQ(Decode(Golden(name)).rgb, baseline) << name;
  }
  EXPECT_EQ(Decode(Golden("progressive_444_restart.jpg")).rgb, Decode(Golden("baseline_444.jpg")).rgb);
  EXPECT_EQ(Decode(Golden("grey_progressive.jpg")).rgb, Decode(Golden("grey.jpg")).rgb);
}

TEST(Jpeg, ACropIsThatPartOfTheWholePicture) {
  // Only the MCUs around the crop are transformed; what is shown must not depend on it.
  for (const char* name : {"baseline_420.jpg", "baseline_411.jpg", "baseline_440.jpg", "progressive_420.jpg"}) {
    const File whole = Decode(Golden(name)).rgb;
    const Decoded narrow = Decode(Golden(name), 5, kHeight);
    const Decoded low = Decode(Golden(name), kWidth, 3);
    for (uint32_t y = 0; y < kHeight; ++y) {
      for (uint32_t i = 0; i < 15; ++i) ASSERT_EQ(narrow.rgb[y * 15 + i], whole[(y * kWidth + 31) * 3 + i]) << name;
    }
    for (uint32_t i = 0; i < 3 * kWidth * 3; ++i) ASSERT_EQ(low.rgb[i], whole[21 * kWidth * 3 + i]) << name;
  }
}

TEST(Jpeg, ExifOrientationStandsThePictureUpright) {
  const File jpeg = Golden("baseline_444.jpg");
  const File stored = Decode(jpeg).rgb;
  for (const bool big_endian : {false, true}) {
    const Decoded turned = Decode(WithExif(jpeg, 6, big_endian));
    ASSERT_EQ(turned.status, TC_OK);
    ASSERT_EQ(turned.width, kHeight);
    ASSERT_EQ(turned.height, kWidth);
    for (uint32_t y = 0; y < kHeight; ++y) {
      for (uint32_t x = 0; x < kWidth; ++x) {
        // Turned clockwise: the stored left column is the upper row, its lower end left.
        ASSERT_EQ(turned.rgb[(x * kHeight + kHeight - 1 - y) * 3], stored[(y * kWidth + x) * 3]);
      }
    }
    EXPECT_EQ(Decode(WithExif(jpeg, 9, big_endian)).rgb, stored) << "no such orientation";
  }
}

TEST(Jpeg, VarietiesThatAreNotDecodedAreNamed) {
  const File baseline = Golden("baseline_444.jpg");
  const size_t frame = Find(baseline, kJpegSof0);
  struct Case {
    size_t at;
    uint8_t value;
    tc_status status;
    const char* what;
  };
  const Case cases[] = {
      {frame + 1, 0xC3, TC_ERROR_PICTURE_VARIETY, "lossless"},   {frame + 1, 0xC5, TC_ERROR_PICTURE_VARIETY, "hierarchical"},
      {frame + 1, 0xC9, TC_ERROR_PICTURE_VARIETY, "arithmetic"}, {frame + 4, 12, TC_ERROR_PICTURE_VARIETY, "bits"},
      {frame + 9, 2, TC_ERROR_PICTURE_NOT_RGB, "components"},
  };
  for (const Case& each : cases) {
    File file = baseline;
    file[each.at] = each.value;
    const Decoded decoded = Decode(file);
    EXPECT_EQ(decoded.status, each.status) << each.what;
    EXPECT_NE(std::string(decoded.diagnostic.what).find(each.what), std::string::npos) << decoded.diagnostic.what;
  }
  EXPECT_NE(std::string(Decode(Golden("arithmetic.jpg")).diagnostic.what).find("arithmetic"), std::string::npos);
}

TEST(Jpeg, TruncationIsNoticedAtEveryLength) {
  for (const char* name : {"baseline_420.jpg", "progressive_420.jpg", "optimized.jpg", "separate_scans.jpg"}) {
    const File file = Golden(name);
    for (size_t length = 0; length + 2 < file.size(); ++length) {  // Without its end marker it is whole.
      const File cut(file.begin(), file.begin() + static_cast<ptrdiff_t>(length));
      EXPECT_EQ(Decode(cut, 8, 8).status, TC_ERROR_PICTURE_CORRUPT) << name << " " << length;
    }
  }
}

TEST(Jpeg, MissingEntropyCodedDataAreNoticedBehindAnEndMarker) {
  const File file = Golden("baseline_420.jpg");
  const size_t data = Find(file, kJpegSos) + 14;
  for (size_t length = data; length + 12 < file.size(); ++length) {
    File cut(file.begin(), file.begin() + static_cast<ptrdiff_t>(length));
    cut.push_back(0xFF);
    cut.push_back(kJpegEoi);
    EXPECT_EQ(Decode(cut, 8, 8).status, TC_ERROR_PICTURE_CORRUPT) << length;
  }
}

TEST(Jpeg, DamageNeverCrashes) {
  for (const std::string& name : GoldenJpegs()) {
    const File file = Golden(name);
    for (size_t i = 0; i < file.size(); ++i) {
      for (const uint8_t value : {uint8_t{0}, uint8_t{0xFF}, static_cast<uint8_t>(file[i] ^ (1 << i % 8))}) {
        File damaged = file;
        damaged[i] = value;
        const tc_status status = Decode(damaged, 8, 8).status;
        EXPECT_TRUE(status == TC_OK || status == TC_ERROR_PICTURE_CORRUPT || status == TC_ERROR_PICTURE_UNSUPPORTED ||
                    status == TC_ERROR_PICTURE_VARIETY || status == TC_ERROR_PICTURE_NOT_RGB ||
                    status == TC_ERROR_PICTURE_TOO_LARGE)
            << name << " byte " << i << " status " << status;
      }
    }
  }
}

TEST(Jpeg, WithoutAComponentsScanItIsCorrupt) {
  const File file = Golden("separate_scans.jpg");
  // Everything before the second scan's header, and the end marker.
  size_t second = Find(file, kJpegSos) + 2;
  while (!(file[second] == 0xFF && (file[second + 1] == kJpegSos || file[second + 1] == kJpegDht))) ++second;
  File cut(file.begin(), file.begin() + static_cast<ptrdiff_t>(second));
  cut.push_back(0xFF);
  cut.push_back(kJpegEoi);
  const Decoded decoded = Decode(cut, 8, 8);
  EXPECT_EQ(decoded.status, TC_ERROR_PICTURE_CORRUPT);
  EXPECT_STREQ(decoded.diagnostic.what, "JPEG component without data");
}

TEST(Jpeg, ThirtyThreeMegapixelsFitTheBoardUnlessTheyMustBeKept) {
  const auto enlarged = [](const char* name, uint8_t frame_marker) {
    File file = Golden(name);
    uint8_t* const frame = file.data() + Find(file, frame_marker);
    frame[5] = 5000 >> 8, frame[6] = 5000 & 255;
    frame[7] = 6700 >> 8, frame[8] = 6700 & 255;
    return file;
  };
  // The data are those of a small picture: decoding begins, and ends where they do.
  const Decoded baseline = DecodeWithin(enlarged("baseline_420.jpg", kJpegSof0), 32, 32, TC_PICTURE_WORKSPACE_BYTES);
  EXPECT_EQ(baseline.status, TC_ERROR_PICTURE_CORRUPT);
  EXPECT_EQ(baseline.diagnostic.expected, 419 * 313);
  // Its colours' means alone take more.
  const Decoded progressive =
      DecodeWithin(enlarged("progressive_444_restart.jpg", kJpegSof2), 32, 32, TC_PICTURE_WORKSPACE_BYTES);
  EXPECT_EQ(progressive.status, TC_ERROR_PICTURE_VARIETY);
  EXPECT_GT(progressive.diagnostic.seen, progressive.diagnostic.expected);
  EXPECT_EQ(progressive.diagnostic.expected, TC_PICTURE_WORKSPACE_BYTES);
  EXPECT_EQ(DecodeWithin(enlarged("progressive_420.jpg", kJpegSof2), 32, 32, TC_PICTURE_WORKSPACE_BYTES).status,
            TC_ERROR_PICTURE_CORRUPT);
}

TEST(JpegHuffman, OverfullCodesAreRefused) {
  JpegHuffman huffman;
  const uint8_t symbols[3] = {1, 2, 3};
  uint8_t lengths[16] = {3};
  memcpy(huffman.symbols(), symbols, 3);
  EXPECT_FALSE(huffman.Build(lengths, 3));
  lengths[0] = 1;
  lengths[1] = 2;
  EXPECT_TRUE(huffman.Build(lengths, 3));
}

TEST(JpegHuffman, ReadsCodesOfEveryLength) {
  // Lengths 1 .. 16, one code each: 0, 10, 110, ...
  uint8_t lengths[16], symbols[16];
  for (uint8_t i = 0; i < 16; ++i) {
    lengths[i] = 1;
    symbols[i] = static_cast<uint8_t>(100 + i);
  }
  JpegHuffman huffman;
  memcpy(huffman.symbols(), symbols, 16);
  ASSERT_TRUE(huffman.Build(lengths, 16));
  std::vector<bool> stream;
  for (int length = 1; length <= 16; ++length) {
    stream.insert(stream.end(), static_cast<size_t>(length - 1), true);
    stream.push_back(false);
  }
  File file;
  for (size_t i = 0; i < stream.size(); i += 8) {
    uint32_t byte = 0;
    for (size_t bit = 0; bit < 8; ++bit) byte = byte << 1 | (i + bit < stream.size() && stream[i + bit] ? 1 : 0);
    file.push_back(static_cast<uint8_t>(byte));
    if (byte == 0xFF) file.push_back(0);
  }
  file.push_back(0xFF);
  file.push_back(kJpegEoi);
  tc_memory_file memory = {file.data(), static_cast<uint32_t>(file.size()), 0};
  tc_reader reader;
  tc_memory_reader(&memory, &reader);
  uint8_t buffer[Source::kLeastBuffer];
  Source source(reader, buffer, sizeof(buffer), nullptr, nullptr);
  JpegBits bits;
  bits.Start(&source);
  for (int i = 0; i < 16; ++i) EXPECT_EQ(huffman.Read(&bits), 100 + i);
  EXPECT_FALSE(bits.Overrun());
  EXPECT_EQ(bits.FindMarker(), kJpegEoi);
}

TEST(Jpeg, MeanDifferenceOfSamplingsIsSmall) {
  const File full = Decode(Golden("baseline_444.jpg")).rgb;
  EXPECT_LT(MeanDifference(full, Decode(Golden("baseline_422.jpg")).rgb), 3);
  EXPECT_LT(MeanDifference(full, Decode(Golden("baseline_440.jpg")).rgb), 3);
}

/// Up to the first scan: all that is read before memory is asked for.
File ProgressiveHead(uint32_t width, uint32_t height, uint32_t components, uint8_t sampling) {
  File file = {0xFF,
               0xD8,
               0xFF,
               kJpegSof2,
               0,
               static_cast<uint8_t>(8 + 3 * components),
               8,
               static_cast<uint8_t>(height >> 8),
               static_cast<uint8_t>(height),
               static_cast<uint8_t>(width >> 8),
               static_cast<uint8_t>(width),
               static_cast<uint8_t>(components)};
  for (uint32_t c = 0; c < components; ++c) {
    for (const uint32_t byte : {c + 1, c % 3 == 0 ? uint32_t{sampling} : 0x11u, 0u}) file.push_back(static_cast<uint8_t>(byte));
  }
  const uint8_t scan[] = {0xFF, kJpegSos, 0, 8, 1, 1, 0, 0, 0, 0};
  file.insert(file.end(), scan, scan + sizeof(scan));
  return file;
}

TEST(Jpeg, AnyProgressivePictureOf12MegapixelsFits) {
  const uint8_t samplings[] = {0x11, 0x21, 0x12, 0x22, 0x41, 0x14, 0x42, 0x24, 0x44};
  const uint32_t inputs[][2] = {{32, 32}, {96, 96}, {224, 224}, {224, 96}, {64, 200}};
  std::vector<uint8_t> input(224 * 224 * 3), preview(240 * 240 * 2);
  alignas(TC_ALIGNMENT) uint8_t workspace[TC_ALIGNMENT];
  uint32_t state = 1;
  const auto random = [&](uint32_t end) { return (state = state * 1664525u + 1013904223u) / 65536 % end; };
  uint32_t seen = 0;
  for (int round = 0; round < 20000; ++round) {
    // Every proportion, and sizes of all orders of magnitude, the largest ones most often.
    const uint32_t width = static_cast<uint32_t>(std::exp(random(1000) * 0.01109));
    const uint32_t most = std::min(12000000 / width, 65535u);
    const uint32_t height = std::max(1u, random(2) == 0 ? most : static_cast<uint32_t>(most * (random(1000) / 1000.0)));
    const uint32_t components[] = {1, 3, 4};
    const File head = ProgressiveHead(width, height, components[random(3)], samplings[random(sizeof(samplings))]);
    const uint32_t* const size = inputs[random(5)];
    const tc_image_target targets[2] = {{input.data(), size[0], size[1], TC_PIXELS_INT8},
                                        {preview.data(), 240, 240, TC_PIXELS_RGB565}};
    tc_memory_file file = {head.data(), static_cast<uint32_t>(head.size()), 0};
    tc_picture picture = {{}, nullptr, nullptr, workspace, 0};
    tc_memory_reader(&file, &picture.file);
    tc_diagnostic diagnostic;
    ASSERT_EQ(tc_image_render(&picture, targets, 2, &diagnostic), TC_ERROR_PICTURE_VARIETY) << diagnostic.what;
    ASSERT_LE(diagnostic.seen, TC_PICTURE_WORKSPACE_BYTES) << width << " x " << height;
    seen = std::max(seen, static_cast<uint32_t>(diagnostic.seen));
  }
  EXPECT_GT(seen, TC_PICTURE_WORKSPACE_BYTES * 9 / 10) << "the limit was never near";
}

TEST(Jpeg, ShortCodesOfLargeValuesAreRead) {
  // One bit for a coefficient of 9 bits, as tables that are made for one picture may have it.
  const uint8_t mean_lengths[16] = {1}, lengths[16] = {1, 1};
  JpegHuffman means, coefficients;
  means.symbols()[0] = 0;
  coefficients.symbols()[0] = 0x09;
  coefficients.symbols()[1] = 0;
  ASSERT_TRUE(means.Build(mean_lengths, 1));
  ASSERT_TRUE(coefficients.Build(lengths, 2));
  // 0: a mean of 0; 0 and 9 ones: 511; 0 and 9 zeros: -511; 10: the end.
  File data = {0x3F, 0xE0, 0x04, 0x00, 0x00, 0x00};
  tc_memory_file file = {data.data(), static_cast<uint32_t>(data.size()), 0};
  tc_reader reader;
  tc_memory_reader(&file, &reader);
  uint8_t buffer[Source::kLeastBuffer];
  Source source(reader, buffer, sizeof(buffer), nullptr, nullptr);
  JpegBits bits;
  bits.Start(&source);
  int16_t block[64] = {};
  int32_t mean = 0;
  EXPECT_EQ(bits.ReadBlock(means, coefficients, &mean, block), 2);
  EXPECT_EQ(block[1], 511);
  EXPECT_EQ(block[8], -511);
}

}  // namespace
}  // namespace tinyclassify::image
