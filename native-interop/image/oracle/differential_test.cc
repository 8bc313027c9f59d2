// Our decoders beside libjpeg-turbo and libpng, over files that these made: every variety, sizes from 1 to 130.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "codec.h"
#include "photo.h"
#include "test_support.h"

namespace tinyclassify::image {
namespace {

using oracle::DrawPhoto;
using oracle::JpegVariety;
using oracle::PngVariety;

struct Difference {
  int most = 0;
  double mean = 0;
};

Difference Compare(const File& a, const File& b) {
  EXPECT_EQ(a.size(), b.size());
  Difference difference;
  for (size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
    const int apart = std::abs(a[i] - b[i]);
    difference.most = std::max(difference.most, apart);
    difference.mean += apart;
  }
  difference.mean /= static_cast<double>(std::max<size_t>(a.size(), 1));
  return difference;
}

/// 5 of 255: the transforms are rounded twice and the colours once. 12 where libjpeg repeats samples of colour and we blend them:
/// at a ratio of 4 beside one of 2, and where a row has no more than two.
void ExpectLikeLibjpeg(const JpegVariety& variety, uint32_t width, uint32_t height, const std::string& name) {
  const File file = oracle::EncodeJpeg(DrawPhoto(width, height, 20, width * 131 + height), width, height, variety);
  const Decoded ours = Decode(file);
  ASSERT_EQ(ours.status, TC_OK) << name << ": " << ours.diagnostic.what;
  const Difference difference = Compare(ours.rgb, oracle::DecodeJpeg(file));
  const bool repeated = variety.h * variety.v == 8 || width < 5 || height < 5;
  EXPECT_LE(difference.most, repeated ? 12 : 5) << name;
  EXPECT_LE(difference.mean, repeated ? 1.5 : 0.8) << name;
}

TEST(LikeLibjpeg, EverySamplingScriptAndRestart) {
  const int samplings[][2] = {{1, 1}, {2, 1}, {1, 2}, {2, 2}, {4, 1}, {1, 4}, {4, 2}, {2, 4}, {3, 1}};
  for (const auto& sampling : samplings) {
    for (int script = 0; script < 4; ++script) {
      for (const int restart : {0, 3}) {
        JpegVariety variety;
        variety.h = sampling[0], variety.v = sampling[1], variety.script = script, variety.restart = restart;
        variety.optimize = restart != 0;
        ExpectLikeLibjpeg(variety, 61, 47,
                          std::to_string(variety.h) + "x" + std::to_string(variety.v) + " script " + std::to_string(script) +
                              " restart " + std::to_string(restart));
      }
    }
  }
}

TEST(LikeLibjpeg, EverySizeFrom1To130) {
  for (uint32_t size = 1; size <= 130; ++size) {
    JpegVariety variety;
    variety.script = size % 2 == 0 ? 0 : 1;
    variety.quality = 60 + static_cast<int>(size % 40);
    ExpectLikeLibjpeg(variety, size, 131 - size, std::to_string(size));
  }
}

TEST(LikeLibjpeg, GreyRgbAndInks) {
  for (const int components : {1, 3, 4}) {
    for (const bool transform : {false, true}) {
      for (const int script : {0, 1}) {
        JpegVariety variety;
        variety.components = components, variety.transform = transform, variety.script = script;
        variety.h = variety.v = components == 4 && transform ? 2 : 1;
        ExpectLikeLibjpeg(variety, 50, 40, std::to_string(components) + " components");
      }
    }
  }
}

TEST(LikeLibpng, EveryColourDepthTransparencyAndGamma) {
  const int kinds[][2] = {{0, 1}, {0, 2}, {0, 4}, {0, 8}, {0, 16}, {2, 8}, {2, 16}, {3, 1},
                          {3, 2}, {3, 4}, {3, 8}, {4, 8}, {4, 16}, {6, 8}, {6, 16}};
  for (const auto& kind : kinds) {
    for (int options = 0; options < 8; ++options) {
      PngVariety variety;
      variety.color = kind[0], variety.depth = kind[1];
      variety.interlaced = (options & 1) != 0;
      variety.transparency = (options & 2) != 0 && variety.color < 4;
      variety.gamma = (options & 4) != 0 ? 0.45455 : 0;
      for (uint32_t size = 1; size <= 130; size += size < 20 ? 1 : 37) {
        const uint32_t height = 1 + size % 23;
        const File samples = Noise(size * 8 * height, size);
        const File file = oracle::EncodePng(samples, size, height, variety);
        const Decoded ours = Decode(file);
        ASSERT_EQ(ours.status, TC_OK) << ours.diagnostic.what;
        const Difference difference = Compare(ours.rgb, oracle::DecodePng(file));
        EXPECT_EQ(difference.most, 0) << "colour " << kind[0] << " depth " << kind[1] << " options " << options << " " << size;
      }
    }
  }
}

/// The documented area average of the whole picture, decoded at its own size.
File Average(const File& jpeg, uint32_t width, uint32_t height, uint32_t side) {
  const File rgb = oracle::DecodeJpeg(jpeg);
  File shrunk(side * side * 3);
  std::vector<uint64_t> columns(side * TC_IMAGE_BYTES_PER_COLUMN / 8);
  const tc_image_target target = {shrunk.data(), side, side, TC_PIXELS_RGB888};
  tc_image_fit(rgb.data(), width, height, &target, columns.data());
  return shrunk;
}

TEST(Reduced, IsTheAreaAverageWithinTheStatedBound) {
  // Reductions of 2, 4 and 8, with sides that are no multiples of anything.
  const uint32_t sizes[][2] = {{1301, 1003}, {2602, 1931}, {3999, 3877}};
  for (const auto& size : sizes) {
    const File photo = DrawPhoto(size[0], size[1], 16, size[0]);
    for (const int h : {1, 2}) {
      JpegVariety variety;
      variety.h = h, variety.v = h, variety.quality = 90;
      const File file = oracle::EncodeJpeg(photo, size[0], size[1], variety);
      for (const uint32_t side : {32u, 240u}) {
        const Decoded ours = DecodeWithin(file, side, side, TC_PICTURE_WORKSPACE_BYTES);
        ASSERT_EQ(ours.status, TC_OK) << ours.diagnostic.what;
        const Difference difference = Compare(ours.rgb, Average(file, size[0], size[1], side));
        std::printf("%ux%u, %d: side %u: most %d, mean %.3f\n", size[0], size[1], h, side, difference.most, difference.mean);
        EXPECT_LE(difference.most, side == 32 ? 3 : 12);
        EXPECT_LE(difference.mean, side == 32 ? 0.2 : 0.8);
      }
    }
  }
}

/// Beside the documented area average, within the board's memory.
void ExpectKeptLikeWhole(uint32_t width, uint32_t height, const JpegVariety& variety) {
  const File file = oracle::EncodeJpeg(DrawPhoto(width, height, 16, 3), width, height, variety);
  for (const uint32_t side : {32u, 240u}) {
    const Decoded ours = DecodeWithin(file, side, side, TC_PICTURE_WORKSPACE_BYTES);
    ASSERT_EQ(ours.status, TC_OK) << ours.diagnostic.what;
    const Difference difference = Compare(ours.rgb, Average(file, width, height, side));
    std::printf("progressive, %ux%u, %dx%d, script %d: side %u: most %d, mean %.3f\n", width, height, variety.h, variety.v,
                variety.script, side, difference.most, difference.mean);
    EXPECT_LE(difference.most, side == 32 ? 3 : 20);
    EXPECT_LE(difference.mean, side == 32 ? 0.3 : 1.0);
  }
}

TEST(Reduced, AProgressivePictureOf12MegapixelsIsShownInTheBoardsMemory) {
  for (const int h : {1, 2}) {
    JpegVariety variety;
    variety.h = h, variety.v = h, variety.script = 1;
    ExpectKeptLikeWhole(4000, 3000, variety);
  }
}

TEST(Reduced, ProgressivePicturesOfTheWebLoseLittle) {
  const uint32_t sizes[][2] = {{640, 479}, {1080, 1080}, {1512, 1134}, {1728, 741}};
  const int samplings[][2] = {{1, 1}, {2, 1}, {2, 2}, {4, 1}};
  for (int i = 0; i < 8; ++i) {
    JpegVariety variety;
    variety.h = samplings[i % 4][0], variety.v = samplings[i % 4][1], variety.script = 1 + i % 3;
    ExpectKeptLikeWhole(sizes[i * 5 / 3 % 4][0], sizes[i * 5 / 3 % 4][1], variety);
  }
}

TEST(Reduced, AProgressivePictureIsTheSameWithAndWithoutAPreview) {
  JpegVariety variety;
  variety.h = variety.v = 1, variety.script = 1;
  const File file = oracle::EncodeJpeg(DrawPhoto(1512, 1134, 16, 3), 1512, 1134, variety);
  std::vector<uint64_t> workspace(TC_PICTURE_WORKSPACE_BYTES / 8 + 2);
  void* const memory = reinterpret_cast<void*>((reinterpret_cast<uintptr_t>(workspace.data()) + 15) / 16 * 16);
  File inputs[2];
  std::vector<uint16_t> preview(240 * 240);
  for (uint32_t count = 1; count <= 2; ++count) {
    File& input = inputs[count - 1];
    input.resize(300 * 90 * 3);
    const tc_image_target targets[2] = {{input.data(), 300, 90, TC_PIXELS_INT8}, {preview.data(), 240, 240, TC_PIXELS_RGB565}};
    tc_memory_file bytes = {file.data(), static_cast<uint32_t>(file.size()), 0};
    tc_picture picture = {{}, nullptr, nullptr, memory, TC_PICTURE_WORKSPACE_BYTES};
    tc_memory_reader(&bytes, &picture.file);
    ASSERT_EQ(tc_image_render(&picture, targets, count, nullptr), TC_OK);
  }
  EXPECT_EQ(inputs[0], inputs[1]);
}

}  // namespace
}  // namespace tinyclassify::image
