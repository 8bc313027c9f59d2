#include "resampler.h"

#include <gtest/gtest.h>

#include <vector>

#include "test_support.h"

namespace tinyclassify::image {
namespace {

struct Size {
  uint32_t width, height;
};

/// Weight of source pixel `s` in output pixel `o` along one axis, from the definition.
uint64_t Weight(uint32_t source, uint32_t output, uint32_t s, uint32_t o) {
  if (source >= output) {
    const uint64_t begin = std::max<uint64_t>(uint64_t{s} * output, uint64_t{o} * source);
    const uint64_t end = std::min<uint64_t>((uint64_t{s} + 1) * output, (uint64_t{o} + 1) * source);
    return end > begin ? end - begin : 0;
  }
  // Distance of the centres in units of 1 / (2 * output); pixels beyond the edge repeat the edge.
  const int64_t total = 2 * int64_t{output};
  int64_t at = (2 * int64_t{o} + 1) * source - output;
  at = std::max<int64_t>(0, std::min<int64_t>(at, (int64_t{source} - 1) * total));
  const int64_t distance = std::abs(at - int64_t{s} * total);
  return distance < total ? static_cast<uint64_t>(total - distance) : 0;
}

std::vector<uint8_t> PlainFit(const File& rgb, Size picture, Size output) {
  const Crop crop = CentreCrop(picture.width, picture.height, false, output.width, output.height);
  std::vector<uint8_t> result;
  for (uint32_t oy = 0; oy < output.height; ++oy) {
    for (uint32_t ox = 0; ox < output.width; ++ox) {
      for (uint32_t c = 0; c < 3; ++c) {
        uint64_t sum = 0, total = 0;
        for (uint32_t y = 0; y < crop.height; ++y) {
          const uint64_t weight_y = Weight(crop.height, output.height, y, oy);
          for (uint32_t x = 0; weight_y != 0 && x < crop.width; ++x) {
            const uint64_t weight = weight_y * Weight(crop.width, output.width, x, ox);
            sum += weight * rgb[((crop.y + y) * size_t{picture.width} + crop.x + x) * 3 + c];
            total += weight;
          }
        }
        result.push_back(static_cast<uint8_t>((sum + total / 2) / total));
      }
    }
  }
  return result;
}

std::vector<uint8_t> Fit(const File& rgb, Size picture, Size output) {
  std::vector<uint8_t> result(size_t{output.width} * output.height * 3);
  std::vector<uint64_t> columns(size_t{std::max(output.width, output.height)} * 3);
  const tc_image_target target = {result.data(), output.width, output.height, TC_PIXELS_RGB888};
  tc_image_fit(rgb.data(), picture.width, picture.height, &target, columns.data());
  return result;
}

TEST(CentreCrop, KeepsTheAskedProportionsAndTheMiddle) {
  const Crop wide = CentreCrop(640, 480, false, 32, 32);
  EXPECT_EQ(wide.x, 80u);
  EXPECT_EQ(wide.y, 0u);
  EXPECT_EQ(wide.width, 480u);
  EXPECT_EQ(wide.height, 480u);
  const Crop tall = CentreCrop(480, 640, false, 480, 272);
  EXPECT_EQ(tall.width, 480u);
  EXPECT_EQ(tall.height, 272u);
  EXPECT_EQ(tall.y, 184u);
  EXPECT_EQ(CentreCrop(65535, 1, false, 1, 65535).width, 1u);
  EXPECT_EQ(CentreCrop(1, 65535, false, 65535, 1).height, 1u);
}

TEST(Resampler, EqualSizesGiveTheSameBytes) {
  const File rgb = Noise(31 * 17 * 3, 1);
  EXPECT_EQ(Fit(rgb, {31, 17}, {31, 17}), rgb);
}

TEST(Resampler, HalvingAveragesFourPixelsRoundingHalfUp) {
  const File rgb = {0, 0, 0, 1, 1, 255, 1, 0, 255, 0, 1, 255};
  EXPECT_EQ(Fit(rgb, {2, 2}, {1, 1}), (File{1, 1, 191}));
}

TEST(Resampler, EqualsThePlainDefinition) {
  const Size pictures[] = {{1, 1}, {2, 3}, {7, 5}, {33, 31}, {64, 48}, {5, 90}};
  const Size outputs[] = {{1, 1}, {3, 2}, {8, 8}, {32, 32}, {31, 33}, {50, 7}, {7, 100}};
  for (const Size& picture : pictures) {
    const File rgb = Noise(picture.width * picture.height * 3, picture.width);
    for (const Size& output : outputs) {
      EXPECT_EQ(Fit(rgb, picture, output), PlainFit(rgb, picture, output))
          << picture.width << "x" << picture.height << " to " << output.width << "x" << output.height;
    }
  }
}

TEST(Resampler, SumsOfLargePicturesDoNotOverflow) {
  // 4200 * 4200 * 255 is more than 32 bits hold.
  const Size picture = {4200, 4200};
  const File white(size_t{picture.width} * picture.height * 3, 255);
  for (const uint8_t value : Fit(white, picture, {3, 3})) EXPECT_EQ(value, 255);
  const File grey(3, 255);
  for (const uint8_t value : Fit(grey, {1, 1}, {3000, 3000})) ASSERT_EQ(value, 255);
}

TEST(Resampler, Rgb565RoundsEveryChannelToNearest) {
  for (uint32_t value = 0; value < 256; ++value) {
    const uint8_t rgb[3] = {static_cast<uint8_t>(value), static_cast<uint8_t>(value), static_cast<uint8_t>(value)};
    uint16_t pixel = 0;
    uint64_t columns[3];
    const tc_image_target target = {&pixel, 1, 1, TC_PIXELS_RGB565};
    tc_image_fit(rgb, 1, 1, &target, columns);
    const auto five = static_cast<uint32_t>(value * 31 / 255.0 + 0.5);
    const auto six = static_cast<uint32_t>(value * 63 / 255.0 + 0.5);
    EXPECT_EQ(pixel, five << 11 | six << 5 | five) << value;
  }
}

TEST(Resampler, Int8IsTheByteMinus128) {
  for (int value = 0; value < 256; ++value) {
    const uint8_t rgb[3] = {static_cast<uint8_t>(value), 0, 255};
    int8_t pixel[3];
    uint64_t columns[3];
    const tc_image_target target = {pixel, 1, 1, TC_PIXELS_INT8};
    tc_image_fit(rgb, 1, 1, &target, columns);
    EXPECT_EQ(pixel[0], value - 128);
    EXPECT_EQ(pixel[1], -128);
    EXPECT_EQ(pixel[2], 127);
  }
}

TEST(Resampler, GreyIsLumaAndATableGivesTheCodes) {
  const uint8_t rgb[] = {255, 0, 0, 0, 255, 0, 0, 0, 255, 77, 77, 77};
  uint64_t columns[12];
  int8_t grey[4];
  tc_image_target target = {grey, 4, 1, TC_PIXELS_GREY_INT8};
  tc_image_fit(rgb, 4, 1, &target, columns);
  EXPECT_EQ(std::vector<int>(grey, grey + 4), (std::vector<int>{76 - 128, 150 - 128, 29 - 128, 77 - 128}));

  int8_t table[3 * 256];
  for (int i = 0; i < 3 * 256; ++i) table[i] = static_cast<int8_t>(i / 256 * 50 - i % 256 / 4);
  target.table = table;
  tc_image_fit(rgb, 4, 1, &target, columns);
  EXPECT_EQ(std::vector<int>(grey, grey + 4), (std::vector<int>{-19, -37, -7, -19}));
  int8_t colours[12];
  target = {colours, 4, 1, TC_PIXELS_INT8, table};
  tc_image_fit(rgb, 4, 1, &target, columns);
  EXPECT_EQ(std::vector<int>(colours, colours + 6), (std::vector<int>{-63, 50, 100, 0, -13, 100}));
}

TEST(Resampler, TurnsEachOrientationUpright) {
  // Stored 3 x 2: a b c / d e f. What Exif 2.32 says the viewer sees, row after row.
  struct Case {
    Orientation orientation;
    uint32_t width, height;
    const char* upright;
  };
  const Case cases[] = {
      {Orientation::kTopLeft, 3, 2, "abcdef"},     {Orientation::kTopRight, 3, 2, "cbafed"},
      {Orientation::kBottomRight, 3, 2, "fedcba"}, {Orientation::kBottomLeft, 3, 2, "defabc"},
      {Orientation::kLeftTop, 2, 3, "adbecf"},     {Orientation::kRightTop, 2, 3, "daebfc"},
      {Orientation::kRightBottom, 2, 3, "fcebda"}, {Orientation::kLeftBottom, 2, 3, "cfbead"},
  };
  File rgb;
  for (const char c : std::string("abcdef")) rgb.insert(rgb.end(), 3, static_cast<uint8_t>(c));
  for (const Case& each : cases) {
    std::vector<uint8_t> result(6 * 3);
    uint64_t columns[9];
    const tc_image_target target = {result.data(), each.width, each.height, TC_PIXELS_RGB888};
    Resampler resampler;
    resampler.Start(3, 2, each.orientation, false, 1, target, columns);
    for (uint32_t y = 0; y < 2; ++y) resampler.Row(y, rgb.data() + y * 9, 0);
    std::string seen;
    for (size_t i = 0; i < 6; ++i) seen += static_cast<char>(result[i * 3]);
    EXPECT_EQ(seen, each.upright) << static_cast<int>(each.orientation);
  }
}

TEST(Resampler, MeansOfMorePixelsThanItsSumsHoldAreAsGoodAsExact) {
  const Size picture = {4100, 4100};
  const File rgb = Noise(picture.width * picture.height * 3, 9);
  const std::vector<uint8_t> fit = Fit(rgb, picture, {2, 2}), plain = PlainFit(rgb, picture, {2, 2});
  for (size_t i = 0; i < fit.size(); ++i) EXPECT_NEAR(fit[i], plain[i], 1) << i;
  // Enlarged, one colour stays that colour.
  for (const uint8_t value : {1, 255}) {
    const File flat(2 * 2 * 3, value);
    EXPECT_EQ(Fit(flat, {2, 2}, {2100, 2000}), File(size_t{2100} * 2000 * 3, value));
  }
}

}  // namespace
}  // namespace tinyclassify::image
