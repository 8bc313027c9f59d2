#include <gtest/gtest.h>

#include "test_support.h"

namespace tinyclassify::image {
namespace {

/// Reads a frame as a picture, at its own size.
std::vector<uint8_t> Pixels(const tc_frame& frame) {
  tc_frame_file file = {frame, 77};
  tc_picture picture = {};
  EXPECT_EQ(tc_frame_reader(&file, &picture.file, nullptr), TC_OK);
  alignas(TC_ALIGNMENT) static uint8_t workspace[TC_PICTURE_WORKSPACE_BYTES];
  picture.workspace = workspace;
  picture.workspace_bytes = sizeof(workspace);
  std::vector<uint8_t> rgb(size_t{frame.width} * frame.height * 3);
  tc_diagnostic diagnostic;
  EXPECT_EQ(tc_decode_picture(&picture, frame.width, frame.height, rgb.data(), &diagnostic), TC_OK) << diagnostic.what;
  return rgb;
}

TEST(Frame, EachFormatGivesItsColours) {
  // Two rows of three pixels and a stride with bytes that are nobody's.
  const uint8_t rgb[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 99, 99, 11, 12, 13, 14, 15, 16, 17, 18, 19};
  EXPECT_EQ(Pixels({rgb, 3, 2, 11, TC_FRAME_RGB888}), (File{1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14, 15, 16, 17, 18, 19}));
  const uint8_t grey[] = {0, 128, 255, 99, 1, 2, 3};
  EXPECT_EQ(Pixels({grey, 3, 2, 4, TC_FRAME_GREY8}), (File{0, 0, 0, 128, 128, 128, 255, 255, 255, 1, 1, 1, 2, 2, 2, 3, 3, 3}));
  const uint8_t bgrx[] = {3, 2, 1, 255, 6, 5, 4, 0, 9, 8, 7, 255, 13, 12, 11, 0};
  EXPECT_EQ(Pixels({bgrx, 2, 2, 8, TC_FRAME_BGRX8888}), (File{1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13}));
  const uint8_t words[] = {0x00, 0xF8, 0xE0, 0x07, 99, 99, 0x1F, 0x00, 0x08, 0x42};
  EXPECT_EQ(Pixels({words, 2, 2, 6, TC_FRAME_RGB565}), (File{255, 0, 0, 0, 255, 0, 0, 0, 255, 66, 65, 66}));
}

TEST(Frame, LargeOnesAreReadInPieces) {
  constexpr uint32_t kWidth = 1021, kHeight = 67;  // Rows end anywhere in a piece of TC_READ_BYTES.
  const File noise = Noise(kWidth * kHeight * 3, 5);
  EXPECT_EQ(Pixels({noise.data(), kWidth, kHeight, kWidth * 3, TC_FRAME_RGB888}), noise);
  const File grey = Pixels({noise.data(), kWidth, kHeight, kWidth, TC_FRAME_GREY8});
  for (uint32_t i = 0; i < kWidth * kHeight; ++i) {
    ASSERT_EQ(grey[i * 3], noise[i]);
    ASSERT_EQ(grey[i * 3 + 2], noise[i]);
  }
}

TEST(Frame, WrongOnesAreRefused) {
  const uint8_t pixel[4] = {};
  tc_frame_file file;
  tc_reader reader;
  tc_diagnostic diagnostic;
  const tc_frame wrong[] = {{nullptr, 1, 1, 4, TC_FRAME_BGRX8888},
                            {pixel, 0, 1, 4, TC_FRAME_BGRX8888},
                            {pixel, 1, 0, 4, TC_FRAME_BGRX8888},
                            {pixel, 65536, 1, 65536, TC_FRAME_GREY8},
                            {pixel, 1, 1, 3, TC_FRAME_BGRX8888},
                            {pixel, 1, 1, 4, 0},
                            {pixel, 1, 1, 4, 5},
                            {pixel, 65535, 65535, 65535, TC_FRAME_GREY8}};
  for (const tc_frame& frame : wrong) {
    file.frame = frame;
    EXPECT_EQ(tc_frame_reader(&file, &reader, &diagnostic), TC_ERROR_ARGUMENT);
    EXPECT_STRNE(diagnostic.what, "");
  }
  EXPECT_EQ(tc_frame_reader(nullptr, &reader, nullptr), TC_ERROR_ARGUMENT);
  EXPECT_EQ(tc_frame_reader(&file, nullptr, nullptr), TC_ERROR_ARGUMENT);
}

}  // namespace
}  // namespace tinyclassify::image
