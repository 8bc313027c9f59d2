// Every picture that we decode against stb_image (Debian package libstb-dev), a decoder that shares no code with ours.
#include <gtest/gtest.h>

#include <cstdlib>

#include "test_support.h"

#define STB_IMAGE_STATIC
#define STB_IMAGE_IMPLEMENTATION
#define STBI_ONLY_JPEG
#define STBI_ONLY_PNG
#define STBI_NO_STDIO
#include <stb/stb_image.h>

namespace tinyclassify::image {
namespace {

File DecodeByStb(const File& file) {
  int width = 0, height = 0, channels = 0;
  uint8_t* const rgb = stbi_load_from_memory(file.data(), static_cast<int>(file.size()), &width, &height, &channels, 3);
  EXPECT_NE(rgb, nullptr) << stbi_failure_reason();
  if (rgb == nullptr) return {};
  const File result(rgb, rgb + static_cast<ptrdiff_t>(width) * height * 3);
  stbi_image_free(rgb);
  return result;
}

TEST(StbComparison, JpegsDifferByRoundingOnly) {
  for (const std::string& name : GoldenJpegs()) {
    const File file = Golden(name);
    const File ours = Decode(file).rgb;
    const File theirs = DecodeByStb(file);
    ASSERT_EQ(ours.size(), theirs.size());
    int largest = 0;
    double sum = 0;
    for (size_t i = 0; i < ours.size(); ++i) {
      const int difference = std::abs(ours[i] - theirs[i]);
      largest = std::max(largest, difference);
      sum += difference;
    }
    EXPECT_LE(largest, 3) << name;
    EXPECT_LE(sum / static_cast<double>(ours.size()), 0.1) << name;
  }
}

TEST(StbComparison, PngsAreEqual) {
  EXPECT_EQ(Decode(Golden("dynamic_codes.png")).rgb, DecodeByStb(Golden("dynamic_codes.png")));
}

}  // namespace
}  // namespace tinyclassify::image
