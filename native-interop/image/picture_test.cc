#include <gtest/gtest.h>

#include <cstdlib>
#include <cstring>

#include "test_support.h"

namespace tinyclassify::image {
namespace {

File Text(const char* text) { return File(text, text + strlen(text)); }

File SmallPng() { return WritePng({5, 4, 8, 2, false, File(16 * 4), {}, {}}); }

TEST(Picture, FilesThatAreNoPicturesSayWhatWasSeen) {
  struct Case {
    File file;
    tc_status status;
    const char* what;
  };
  const Case cases[] = {
      {{}, TC_ERROR_PICTURE_CORRUPT, "empty"},
      {Text("A text file that somebody named .jpg\n"), TC_ERROR_PICTURE_UNSUPPORTED, "first byte"},
      {Text("x"), TC_ERROR_PICTURE_UNSUPPORTED, "first byte"},
      {Text("GIF89a"), TC_ERROR_PICTURE_UNSUPPORTED, "GIF"},
      {Text("RIFF....WEBPVP8 "), TC_ERROR_PICTURE_UNSUPPORTED, "WebP"},
      {Text("....ftypheic"), TC_ERROR_PICTURE_UNSUPPORTED, "HEIC"},
      {Text("II*"), TC_ERROR_PICTURE_UNSUPPORTED, "TIFF"},
      {{0xFF}, TC_ERROR_PICTURE_CORRUPT, "truncated"},
      {{0xFF, 0xD8}, TC_ERROR_PICTURE_CORRUPT, "truncated"},
      {{0xFF, 0xD8, 0xFF}, TC_ERROR_PICTURE_CORRUPT, "truncated"},
      {{0x89, 'P', 'N'}, TC_ERROR_PICTURE_CORRUPT, "truncated"},
      {Text("B"), TC_ERROR_PICTURE_CORRUPT, "truncated"},
      {Text("BM"), TC_ERROR_PICTURE_CORRUPT, "truncated"},
  };
  for (const Case& each : cases) {
    for (const Decoded& decoded : {Decode(each.file), Decode(each.file, 4, 4)}) {
      EXPECT_EQ(decoded.status, each.status) << each.what;
      EXPECT_NE(std::string(decoded.diagnostic.what).find(each.what), std::string::npos) << decoded.diagnostic.what;
    }
  }
}

TEST(Picture, DecodesInExactlyTheWorkspaceItAsksForAndInNoLess) {
  std::vector<std::string> names = GoldenJpegs();
  names.push_back("dynamic_codes.png");
  for (const std::string& name : names) {
    const File file = Golden(name);
    const uint32_t exact = ExactWorkspace(file, 32, 32);
    EXPECT_EQ(DecodeWithin(file, 32, 32, exact).status, TC_OK) << name;
    for (uint32_t bytes = 0; bytes < exact; bytes += bytes + 40 < exact ? 37 : 1) {
      const Decoded decoded = DecodeWithin(file, 32, 32, bytes);
      ASSERT_TRUE(WantsMemory(decoded)) << name << " " << bytes;
      ASSERT_EQ(decoded.diagnostic.seen, exact);
      ASSERT_EQ(decoded.diagnostic.expected, bytes);
    }
  }
}

TEST(Picture, ProbingTellsEnoughForOneOutputOfThePicturesSizeOrAThousandColumns) {
  std::vector<std::string> names = GoldenJpegs();
  names.push_back("dynamic_codes.png");
  for (const std::string& name : names) {
    const File file = Golden(name);
    tc_picture_info info;
    ASSERT_EQ(Probe(file, &info, nullptr), TC_OK);
    EXPECT_LE(ExactWorkspace(file, TC_IMAGE_FREE_COLUMNS, 1), info.workspace_bytes) << name;
    EXPECT_LE(ExactWorkspace(file, info.width, info.height), info.workspace_bytes) << name;
  }
}

TEST(Picture, TwoOutputsComeFromOneDecode) {
  const File file = Golden("baseline_420.jpg");
  const Decoded small = Decode(file, 16, 16);
  std::vector<uint8_t> rgb(16 * 16 * 3);
  std::vector<uint16_t> preview(40 * 20);
  std::vector<uint64_t> workspace(100000);
  const uintptr_t misaligned = reinterpret_cast<uintptr_t>(workspace.data()) % TC_ALIGNMENT;
  void* const memory = reinterpret_cast<uint8_t*>(workspace.data()) + (TC_ALIGNMENT - misaligned) % TC_ALIGNMENT;
  const tc_image_target targets[2] = {{rgb.data(), 16, 16, TC_PIXELS_RGB888}, {preview.data(), 40, 20, TC_PIXELS_RGB565}};
  tc_memory_file bytes = {file.data(), static_cast<uint32_t>(file.size()), 0};
  tc_picture picture = {{}, nullptr, nullptr, memory, 700000};
  tc_memory_reader(&bytes, &picture.file);
  ASSERT_EQ(tc_image_render(&picture, targets, 2, nullptr), TC_OK);
  EXPECT_EQ(rgb, small.rgb);
  const Decoded wide = Decode(file, 40, 20);
  for (size_t i = 0; i < preview.size(); ++i) EXPECT_EQ(preview[i] >> 11, (wide.rgb[i * 3] * 31 + 127) / 255);
}

TEST(Picture, AWholePictureIsDrawnIntoRowsOfABitmap) {
  const File file = Golden("baseline_420.jpg");
  tc_memory_file memory = {file.data(), static_cast<uint32_t>(file.size()), 0};
  tc_picture picture = {};
  tc_memory_reader(&memory, &picture.file);
  tc_picture_info info;
  ASSERT_EQ(tc_probe_picture(&picture.file, &info, nullptr), TC_OK);
  std::vector<uint64_t> workspace(info.workspace_bytes / sizeof(uint64_t) + 1);
  picture.workspace = workspace.data();
  picture.workspace_bytes = static_cast<uint32_t>(workspace.size() * sizeof(uint64_t));

  std::vector<uint16_t> rows(size_t{info.width} * info.height);
  ASSERT_EQ(tc_image_draw_whole(&picture, &info, info.width, rows.data(), nullptr), TC_OK);
  const Decoded rgb = DecodeWithin(file, info.width, info.height, info.workspace_bytes);
  for (size_t i = 0; i < rows.size(); ++i) {
    const uint8_t* const p = &rgb.rgb[i * 3];
    const auto round = [](uint32_t value, uint32_t most) { return (value * most * 2 + 255) / 510; };
    ASSERT_EQ(rows[i], round(p[0], 31) << 11 | round(p[1], 63) << 5 | round(p[2], 31)) << "pixel " << i;
  }

  const uint32_t stride = info.width + 3;
  std::vector<uint16_t> bitmap(size_t{stride} * info.height);
  ASSERT_EQ(tc_image_draw_whole(&picture, &info, stride, bitmap.data(), nullptr), TC_OK);
  for (uint32_t y = 0; y < info.height; ++y) {
    EXPECT_EQ(std::memcmp(&bitmap[size_t{y} * stride], &rows[size_t{y} * info.width], info.width * 2), 0) << "row " << y;
  }

  tc_diagnostic diagnostic;
  EXPECT_EQ(tc_image_draw_whole(&picture, &info, info.width - 1, rows.data(), &diagnostic), TC_ERROR_ARGUMENT);
  EXPECT_STREQ(diagnostic.what, "pixels from a row to the next");
  picture.file.rewind = nullptr;
  EXPECT_EQ(tc_image_draw_whole(&picture, &info, info.width, rows.data(), &diagnostic), TC_ERROR_READ);
}

TEST(Picture, WrongArgumentsAreRefused) {
  const File file = SmallPng();
  alignas(TC_ALIGNMENT) static uint8_t workspace[80000];
  uint8_t rgb[3];
  tc_diagnostic diagnostic;
  tc_memory_file bytes = {file.data(), static_cast<uint32_t>(file.size()), 0};
  tc_picture good = {{}, nullptr, nullptr, workspace, sizeof(workspace)};
  tc_memory_reader(&bytes, &good.file);
  EXPECT_EQ(tc_decode_picture(&good, 1, 1, rgb, nullptr), TC_OK);
  EXPECT_EQ(tc_decode_picture(nullptr, 1, 1, rgb, &diagnostic), TC_ERROR_ARGUMENT);
  EXPECT_EQ(tc_decode_picture(&good, 0, 1, rgb, &diagnostic), TC_ERROR_ARGUMENT);
  EXPECT_EQ(tc_decode_picture(&good, 1, 65536, rgb, &diagnostic), TC_ERROR_ARGUMENT);
  EXPECT_EQ(diagnostic.seen, 65536);
  EXPECT_EQ(tc_decode_picture(&good, 1, 1, nullptr, &diagnostic), TC_ERROR_ARGUMENT);
  tc_picture bad = good;
  bad.workspace = workspace + 1;
  EXPECT_EQ(tc_decode_picture(&bad, 1, 1, rgb, &diagnostic), TC_ERROR_ARGUMENT);
  bad.workspace = nullptr;
  EXPECT_EQ(tc_decode_picture(&bad, 1, 1, rgb, &diagnostic), TC_ERROR_ARGUMENT);
  bad = good;
  bad.file.read = nullptr;
  EXPECT_EQ(tc_decode_picture(&bad, 1, 1, rgb, &diagnostic), TC_ERROR_ARGUMENT);
  EXPECT_EQ(tc_probe_picture(&good.file, nullptr, &diagnostic), TC_ERROR_ARGUMENT);
  tc_picture_info info;
  EXPECT_EQ(tc_probe_picture(nullptr, &info, &diagnostic), TC_ERROR_ARGUMENT);
  EXPECT_EQ(tc_probe_picture(&bad.file, &info, &diagnostic), TC_ERROR_ARGUMENT);
  EXPECT_EQ(tc_image_render(&good, nullptr, 1, &diagnostic), TC_ERROR_ARGUMENT);
  bytes = {nullptr, 0, 0};
  tc_memory_reader(&bytes, &good.file);
  EXPECT_EQ(tc_decode_picture(&good, 1, 1, rgb, &diagnostic), TC_ERROR_PICTURE_CORRUPT);
}

TEST(Picture, AHeaderThatClaimsTheEarthSaturates) {
  PngContent content = {65535, 65535, 16, 6, true, {}, {}, {}};
  const File file = WritePng(content);
  tc_picture_info info;
  ASSERT_EQ(Probe(file, &info, nullptr), TC_OK);
  EXPECT_EQ(info.workspace_bytes, UINT32_MAX);
  const Decoded decoded = DecodeWithin(file, 8, 8, 1 << 20);
  EXPECT_EQ(decoded.status, TC_ERROR_PICTURE_TOO_LARGE);
  EXPECT_EQ(decoded.diagnostic.seen, int64_t{65535} * 65535);
  EXPECT_EQ(decoded.diagnostic.expected, TC_LARGEST_PICTURE);
}

TEST(Picture, SidesBeyondTheLimitAreTooLarge) {
  const Decoded decoded = Decode(WritePng({65536, 1, 8, 0, false, {}, {}, {}}), 8, 8);
  EXPECT_EQ(decoded.status, TC_ERROR_PICTURE_TOO_LARGE);
  EXPECT_EQ(decoded.diagnostic.expected, 65535);
}

}  // namespace
}  // namespace tinyclassify::image
