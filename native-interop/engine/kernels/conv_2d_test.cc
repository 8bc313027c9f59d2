#include <gtest/gtest.h>

#include "engine/kernels/plain.h"
#include "tests/single_layer.h"

namespace tinyclassify {
namespace {

using testing::ConvolutionModel;
using testing::OpenedModel;
using testing::OracleConvolution;

OracleConvolution RandomShape(bool depthwise, std::mt19937* random) {
  const auto pick = [&](int low, int high) {
    return low + static_cast<int>((*random)() % static_cast<uint32_t>(high - low + 1));
  };
  OracleConvolution layer = {};
  layer.depthwise = depthwise;
  layer.padding = pick(0, 1);
  layer.activation = pick(0, 3);
  layer.channels = pick(1, 21);
  constexpr int kMultipliers[] = {1, 1, 1, 1, 1, 1, 2, 3, 4, 8};
  layer.output_channels = depthwise ? layer.channels * kMultipliers[pick(0, 9)] : pick(1, 19);
  // Mostly the windows that networks use; sometimes anything.
  const bool usual = pick(0, 2) != 0;
  layer.kernel_height = usual ? (pick(0, 2) == 0 ? 1 : 3) : pick(1, depthwise ? 7 : 5);
  layer.kernel_width = usual ? layer.kernel_height : pick(1, depthwise ? 7 : 5);
  layer.stride_height = usual ? pick(1, 2) : pick(1, 3);
  layer.stride_width = usual ? layer.stride_height : pick(1, 3);
  layer.dilation_height = usual ? 1 : pick(1, 2);
  layer.dilation_width = usual ? 1 : pick(1, 2);
  layer.height = pick(layer.Span(layer.kernel_height, layer.dilation_height), 13);
  layer.width = pick(layer.Span(layer.kernel_width, layer.dilation_width), 13);
  if (layer.padding == 0 && pick(0, 3) == 0) layer.height = pick(1, 4);
  if (layer.padding == 0 && pick(0, 3) == 0) layer.width = pick(1, 4);
  return layer;
}

void ExpectOracle(bool depthwise, int rounds, uint32_t seed) {
  std::mt19937 random(seed);
  for (int round = 0; round < rounds; ++round) {
    OracleConvolution layer = RandomShape(depthwise, &random);
    testing::RandomiseNumbers(&layer, &random);
    const std::vector<uint8_t> file = ConvolutionModel(layer);
    const std::vector<int8_t> input =
        testing::RandomBytes(static_cast<size_t>(layer.height * layer.width * layer.channels), &random);
    const std::vector<int8_t> expected = layer.Run(input);
    for (const tc_kernels choice : {TC_KERNELS_PLAIN, TC_KERNELS_CORTEX_M7, TC_KERNELS_FASTEST}) {
      OpenedModel opened(file, choice);
      ASSERT_EQ(opened.status, TC_OK) << testing::Line(opened.diagnostic) << ", round " << round;
      ASSERT_EQ(opened.Run(input), expected) << "round " << round << ", choice " << static_cast<int>(choice);
    }
  }
}

TEST(Conv2D, Equals_the_definition_over_random_shapes) { ExpectOracle(false, 300, 11); }

TEST(DepthwiseConv2D, Equals_the_definition_over_random_shapes) { ExpectOracle(true, 300, 12); }

TEST(Conv2D, Hand_worked_example) {
  // 2x2 input, one 2x2 filter, VALID: (1-1)*1 + (2-1)*2 + (3-1)*3 + (5-1)*-4 + 100 = 92; * 0.5 * 0.25 / 0.25 = 46; + 3.
  OracleConvolution layer = {};
  layer.height = layer.width = layer.kernel_height = layer.kernel_width = 2;
  layer.channels = layer.output_channels = layer.stride_height = layer.stride_width = 1;
  layer.padding = 1;
  layer.input_scale = 0.5f;
  layer.output_scale = 0.25f;
  layer.input_zero_point = 1;
  layer.output_zero_point = 3;
  layer.weight_scales = {0.25f};
  layer.weights = {1, 2, 3, -4};
  layer.bias = {100};
  OpenedModel opened(ConvolutionModel(layer));
  ASSERT_EQ(opened.status, TC_OK) << testing::Line(opened.diagnostic);
  EXPECT_EQ(opened.Run({1, 2, 3, 5}), std::vector<int8_t>{49});
}

TEST(Conv2D, An_accumulator_that_could_overflow_is_refused) {
  OracleConvolution layer = {};
  layer.height = layer.width = layer.kernel_height = layer.kernel_width = 1;
  layer.channels = layer.output_channels = layer.stride_height = layer.stride_width = 1;
  layer.weight_scales = {0.001f};
  layer.weights = {1};
  layer.bias = {INT32_MAX - 127};
  OpenedModel opened(ConvolutionModel(layer));
  EXPECT_EQ(opened.status, TC_ERROR_MODEL_UNSUPPORTED);
  EXPECT_STREQ(opened.diagnostic.what, "greatest possible accumulator");
  EXPECT_EQ(opened.diagnostic.operator_index, 0);
  layer.bias = {INT32_MAX - 128};
  EXPECT_EQ(OpenedModel(ConvolutionModel(layer)).status, TC_OK);
  layer.weight_scales = {2.0f};  // A factor of 2 shifts the accumulator to the left twice.
  layer.bias = {(INT32_MAX >> 2) - 128};
  EXPECT_EQ(OpenedModel(ConvolutionModel(layer)).status, TC_OK);
  layer.bias = {(INT32_MAX >> 2) - 127};
  EXPECT_EQ(OpenedModel(ConvolutionModel(layer)).status, TC_ERROR_MODEL_UNSUPPORTED);
}

}  // namespace
}  // namespace tinyclassify
