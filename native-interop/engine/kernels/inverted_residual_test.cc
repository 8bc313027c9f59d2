#include <gtest/gtest.h>

#include "tests/single_layer.h"

// Depthwise layers with the 1x1 convolutions and the ADD around them, which the kernels for the Cortex-M7 run row by row.

namespace tinyclassify {
namespace {

using testing::OpenedModel;
using testing::OracleConvolution;

int Pick(int low, int high, std::mt19937* random) {
  return low + static_cast<int>((*random)() % static_cast<uint32_t>(high - low + 1));
}

struct Block {
  std::vector<OracleConvolution> layers;
  bool residual = false;
  std::vector<uint8_t> file;
};

// Random numbers for a layer behind another. @param rectified  its outputs are those of a ReLU, zero point -128
void Continue(const OracleConvolution* before, bool rectified, OracleConvolution* layer, std::mt19937* random) {
  testing::RandomiseNumbers(layer, random);
  if (before != nullptr) {
    layer->output_scale *= before->output_scale / layer->input_scale;
    layer->input_scale = before->output_scale;
    layer->input_zero_point = before->output_zero_point;
  }
  if (!rectified) return;
  layer->output_zero_point = -128;
  layer->activation = 1;
}

OracleConvolution Pointwise(int height, int width, int channels, int outputs) {
  OracleConvolution layer = {};
  layer.height = height;
  layer.width = width;
  layer.channels = channels;
  layer.output_channels = outputs;
  layer.kernel_height = layer.kernel_width = layer.stride_height = layer.stride_width = 1;
  return layer;
}

Block RandomBlock(std::mt19937* random) {
  Block block;
  const int height = Pick(3, 13, random);
  const int width = Pick(3, 19, random);
  const bool whole_words = Pick(0, 3, random) != 0;
  const int channels = whole_words ? 4 * Pick(1, 6, random) : Pick(1, 21, random);
  const int wide = Pick(0, 2, random) == 0 ? Pick(1, 70, random) : 4 * Pick(1, 20, random);
  const bool expands = Pick(0, 3, random) != 0;
  const bool projects = Pick(0, 3, random) != 0;
  OracleConvolution depthwise = Pointwise(height, width, expands ? wide : channels, expands ? wide : channels);
  depthwise.depthwise = true;
  depthwise.kernel_height = depthwise.kernel_width = 3;
  depthwise.stride_height = depthwise.stride_width = Pick(1, 2, random);
  depthwise.padding = Pick(0, 2, random) == 0 ? 1 : 0;
  if (expands) block.layers.push_back(Pointwise(height, width, channels, wide));
  block.layers.push_back(depthwise);
  if (projects) {
    block.residual = depthwise.stride_height == 1 && depthwise.padding == 0 && Pick(0, 1, random) == 0;
    const int outputs = block.residual ? channels : Pick(1, 30, random);
    block.layers.push_back(Pointwise(depthwise.OutputHeight(), depthwise.OutputWidth(), depthwise.channels, outputs));
  }
  const OracleConvolution* before = nullptr;
  for (OracleConvolution& layer : block.layers) {
    Continue(before, Pick(0, 2, random) != 0, &layer, random);
    if (Pick(0, 3, random) == 0) layer.activation = Pick(0, 3, random);
    before = &layer;
  }
  return block;
}

void Build(Block* block, std::mt19937* random) {
  testing::ModelBuilder builder;
  const OracleConvolution& first = block->layers.front();
  const OracleConvolution& last = block->layers.back();
  const int input = builder.Activation({1, first.height, first.width, first.channels}, first.input_scale, first.input_zero_point);
  int output = input;
  float scale = last.output_scale;
  int64_t zero_point = last.output_zero_point;
  for (const OracleConvolution& layer : block->layers) output = testing::AppendConvolution(layer, output, &builder);
  if (block->residual) {
    const int product = output;
    scale = std::max(first.input_scale, last.output_scale) * 1.5f;
    zero_point = static_cast<int8_t>((*random)());
    output = builder.Activation({1, first.height, first.width, last.output_channels}, scale, zero_point);
    const bool second = (*random)() % 2 == 0;
    builder.Operator(schema::kAdd, {second ? input : product, second ? product : input}, output, schema::kAddOptions, {});
  }
  const int32_t elements = last.OutputHeight() * last.OutputWidth() * last.output_channels;
  block->file = testing::FinishFlat(&builder, input, output, elements, scale, zero_point);
}

TEST(InvertedResidual, Equals_the_definition_over_random_blocks) {
  std::mt19937 random(31);
  for (int round = 0; round < 400; ++round) {
    Block block = RandomBlock(&random);
    Build(&block, &random);
    const OracleConvolution& first = block.layers.front();
    const std::vector<int8_t> input =
        testing::RandomBytes(static_cast<size_t>(first.height * first.width * first.channels), &random);
    OpenedModel plain(block.file, TC_KERNELS_PLAIN);
    ASSERT_EQ(plain.status, TC_OK) << testing::Line(plain.diagnostic) << ", round " << round;
    const std::vector<int8_t> expected = plain.Run(input);
    if (!block.residual) {
      std::vector<int8_t> defined = input;
      for (const OracleConvolution& layer : block.layers) defined = layer.Run(defined);
      ASSERT_EQ(expected, defined) << "round " << round;
    }
    for (const tc_kernels choice : {TC_KERNELS_CORTEX_M7, TC_KERNELS_FASTEST}) {
      OpenedModel opened(block.file, choice);
      ASSERT_EQ(opened.status, TC_OK) << testing::Line(opened.diagnostic) << ", round " << round;
      ASSERT_EQ(opened.Run(input), expected) << "round " << round << ", choice " << static_cast<int>(choice);
    }
  }
}

// Of the wide tensors only the rows in flight exist: input and output share a place, and little stands beside.
TEST(InvertedResidual, Needs_no_memory_for_the_wide_tensors) {
  std::mt19937 random(32);
  Block block;
  block.layers = {Pointwise(32, 32, 16, 96), Pointwise(32, 32, 96, 96), Pointwise(32, 32, 96, 16)};
  block.layers[1].depthwise = true;
  block.layers[1].kernel_height = block.layers[1].kernel_width = 3;
  block.residual = true;
  const OracleConvolution* before = nullptr;
  for (OracleConvolution& layer : block.layers) {
    Continue(before, before == nullptr, &layer, &random);
    before = &layer;
  }
  Build(&block, &random);
  const uint32_t plane_bytes = 68, columns_bytes = 32 * 16 * 2 + 32 * 96 * 2;
  OpenedModel opened(block.file, TC_KERNELS_CORTEX_M7);
  ASSERT_EQ(opened.status, TC_OK);
  EXPECT_LT(opened.requirements.arena_bytes, 32u * 32 * 16 + (2 * 96 + 8) * plane_bytes + columns_bytes + 1024);
  EXPECT_GT(OpenedModel(block.file, TC_KERNELS_PLAIN).requirements.arena_bytes, 32u * 32 * 96 * 2);
}

// Its planes and columns would leave 31 bits: the layer takes no scratch, as with the plain kernels.
TEST(InvertedResidual, A_row_of_more_than_2_to_the_24_elements_is_left_alone) {
  std::mt19937 random(33);
  OracleConvolution layer = Pointwise(1, 32767, 2048, 2048);
  layer.depthwise = true;
  layer.kernel_height = layer.kernel_width = 3;
  testing::RandomiseNumbers(&layer, &random);
  const std::vector<uint8_t> file = testing::ConvolutionModel(layer);
  const auto measure = [&](uint32_t kernels, tc_requirements* needs) {
    const tc_model_file source = {file.data(), static_cast<uint32_t>(file.size()), kernels};
    return tc_measure(&source, needs, nullptr);
  };
  tc_requirements plain, dsp;
  ASSERT_EQ(measure(TC_KERNELS_PLAIN, &plain), TC_OK);
  ASSERT_EQ(measure(TC_KERNELS_CORTEX_M7, &dsp), TC_OK);
  EXPECT_EQ(plain.arena_bytes, 2u * 32767 * 2048);
  EXPECT_EQ(dsp.arena_bytes, plain.arena_bytes);
}

}  // namespace
}  // namespace tinyclassify
