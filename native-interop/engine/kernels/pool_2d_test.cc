#include <gtest/gtest.h>

#include "engine/kernels/plain.h"
#include "tests/single_layer.h"

namespace tinyclassify {
namespace {

using testing::ModelBuilder;
using testing::OpenedModel;
using testing::Value;

struct Shape {
  int height, width, channels, kernel_height, kernel_width, stride_height, stride_width, padding, activation;
};

std::vector<uint8_t> PoolModel(int32_t builtin, const Shape& shape, const testing::OracleConvolution& window) {
  namespace field = schema::pool_2d;
  const auto i8 = [](int value) { return Value::Scalar(static_cast<int8_t>(value)); };
  const auto i32 = [](int value) { return Value::Scalar(static_cast<int32_t>(value)); };
  ModelBuilder builder;
  const int input = builder.Activation({1, shape.height, shape.width, shape.channels}, 0.05f, -3);
  const int output = builder.Activation({1, window.OutputHeight(), window.OutputWidth(), shape.channels}, 0.05f, -3);
  builder.Operator(builtin, {input}, output, schema::kPool2DOptions,
                   {{field::kPadding, i8(shape.padding)},
                    {field::kStrideW, i32(shape.stride_width)},
                    {field::kStrideH, i32(shape.stride_height)},
                    {field::kFilterW, i32(shape.kernel_width)},
                    {field::kFilterH, i32(shape.kernel_height)},
                    {field::kActivation, i8(shape.activation)}});
  return testing::FinishFlat(&builder, input, output, window.OutputHeight() * window.OutputWidth() * shape.channels, 0.05f, -3);
}

// The mean of the taps inside, halves away from zero; or their greatest.
std::vector<int8_t> Oracle(bool mean, const Shape& shape, const testing::OracleConvolution& window,
                           const std::vector<int8_t>& input) {
  const int pad_top = window.Pad(shape.height, window.OutputHeight(), shape.kernel_height, shape.stride_height, 1);
  const int pad_left = window.Pad(shape.width, window.OutputWidth(), shape.kernel_width, shape.stride_width, 1);
  const testing::OracleRange range = testing::OracleActivation(shape.activation, 0.05f, -3);
  std::vector<int8_t> output;
  for (int y = 0; y < window.OutputHeight(); ++y) {
    for (int x = 0; x < window.OutputWidth(); ++x) {
      for (int c = 0; c < shape.channels; ++c) {
        std::vector<double> taps;
        for (int ky = 0; ky < shape.kernel_height; ++ky) {
          for (int kx = 0; kx < shape.kernel_width; ++kx) {
            const int iy = y * shape.stride_height - pad_top + ky, ix = x * shape.stride_width - pad_left + kx;
            if (iy < 0 || iy >= shape.height || ix < 0 || ix >= shape.width) continue;
            taps.push_back(input[static_cast<size_t>((iy * shape.width + ix) * shape.channels + c)]);
          }
        }
        double sum = 0.0;
        for (const double tap : taps) sum += tap;
        const double value =
            mean ? std::round(sum / static_cast<double>(taps.size())) : *std::max_element(taps.begin(), taps.end());
        output.push_back(static_cast<int8_t>(std::clamp(static_cast<int64_t>(value), range.low, range.high)));
      }
    }
  }
  return output;
}

void ExpectOracle(bool mean, uint32_t seed) {
  std::mt19937 random(seed);
  const auto pick = [&](int low, int high) { return low + static_cast<int>(random() % static_cast<uint32_t>(high - low + 1)); };
  for (int round = 0; round < 200; ++round) {
    Shape shape = {pick(1, 11), pick(1, 11), pick(1, 13), 1, 1, pick(1, 3), pick(1, 3), pick(0, 1), pick(0, 3)};
    shape.kernel_height = shape.padding == 1 ? pick(1, shape.height) : pick(1, 4);
    shape.kernel_width = shape.padding == 1 ? pick(1, shape.width) : pick(1, 4);
    if (pick(0, 3) == 0) {  // A global pool.
      shape.kernel_height = shape.height;
      shape.kernel_width = shape.width;
    }
    testing::OracleConvolution window = {};
    window.height = shape.height;
    window.width = shape.width;
    window.kernel_height = shape.kernel_height;
    window.kernel_width = shape.kernel_width;
    window.stride_height = shape.stride_height;
    window.stride_width = shape.stride_width;
    window.padding = shape.padding;
    const auto input = testing::RandomBytes(static_cast<size_t>(shape.height * shape.width * shape.channels), &random);
    const auto file = PoolModel(mean ? schema::kAveragePool2D : schema::kMaxPool2D, shape, window);
    for (const tc_kernels choice : {TC_KERNELS_PLAIN, TC_KERNELS_CORTEX_M7, TC_KERNELS_FASTEST}) {
      OpenedModel opened(file, choice);
      ASSERT_EQ(opened.status, TC_OK) << testing::Line(opened.diagnostic);
      ASSERT_EQ(opened.Run(input), Oracle(mean, shape, window, input)) << "round " << round;
    }
  }
}

TEST(AveragePool2D, Equals_the_definition_over_random_shapes) { ExpectOracle(true, 41); }

TEST(MaxPool2D, Equals_the_definition_over_random_shapes) { ExpectOracle(false, 42); }

}  // namespace
}  // namespace tinyclassify
