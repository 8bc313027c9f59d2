#include <gtest/gtest.h>

#include "tests/networks.h"

// What only TFLM does behind the C API; engine/api/api_test.cc, which runs here, too, tests what both do.

namespace tinyclassify {
namespace {

using testing::ApiModel;
using testing::MobileNet;
using testing::SmallNetwork;

// Opens the network in every size of memory up to what it needs: none may be taken for enough, none may crash.
template <typename Network>
void ExpectRefusalOfEverySmallerMemory(const Network& network, uint32_t step) {
  testing::AlignedBytes file(network.file.data(), network.file.size());
  const tc_model_file source = {file.get(), static_cast<uint32_t>(network.file.size()), TC_KERNELS_FASTEST};
  tc_requirements needs;
  tc_diagnostic diagnostic;
  ASSERT_EQ(tc_measure(&source, &needs, &diagnostic), TC_OK) << testing::Line(diagnostic);
  for (uint32_t size = 0; size < needs.memory_bytes; size += step) {
    const testing::AlignedBytes memory(size);
    tc_model* model;
    ASSERT_EQ(tc_open(&source, memory.get(), size, &model, &diagnostic), TC_ERROR_MEMORY)
        << size << " bytes: " << testing::Line(diagnostic);
    ASSERT_EQ(model, nullptr);
    ASSERT_EQ(diagnostic.seen, size);
    ASSERT_GT(diagnostic.expected, diagnostic.seen);
    ASSERT_LE(diagnostic.expected, needs.memory_bytes + TC_ALIGNMENT);
  }
}

TEST(Tflm, Every_smaller_memory_is_refused) {
  ExpectRefusalOfEverySmallerMemory(SmallNetwork(4), 7);
  ExpectRefusalOfEverySmallerMemory(MobileNet(4), 4099);
}

TEST(Tflm, More_memory_than_needed_changes_nothing) {
  const SmallNetwork network(5);
  ApiModel exact(network.file);
  ASSERT_EQ(exact.status, TC_OK) << testing::Line(exact.diagnostic);
  testing::AlignedBytes file(network.file.data(), network.file.size()), memory(1 << 20);
  tc_model* model;
  tc_description description;
  const tc_model_file source = {file.get(), static_cast<uint32_t>(network.file.size()), TC_KERNELS_FASTEST};
  ASSERT_EQ(tc_open(&source, memory.get(), 1 << 20, &model, nullptr), TC_OK);
  ASSERT_EQ(tc_describe(model, &description), TC_OK);
  EXPECT_EQ(description.arena_bytes, exact.requirements.arena_bytes);
  std::mt19937 random(6);
  const auto input = testing::RandomBytes(exact.input_bytes(), &random);
  std::memcpy(tc_input(model), input.data(), input.size());
  tc_invoke(model);
  const std::vector<int8_t> scores(tc_output(model), tc_output(model) + description.class_count);
  EXPECT_EQ(scores, exact.Run(input));
}

TEST(Tflm, A_profiled_inference_gives_the_same_scores) {
  ApiModel opened(SmallNetwork(8).file);
  ASSERT_EQ(opened.status, TC_OK);
  std::mt19937 random(9);
  const auto input = testing::RandomBytes(opened.input_bytes(), &random);
  const std::vector<int8_t> scores = opened.Run(input);
  std::memcpy(tc_input(opened.model), input.data(), input.size());
  uint32_t ticks[13];
  tc_invoke_profiled(
      opened.model, [](void*) { return 0u; }, nullptr, ticks);
  EXPECT_EQ(scores, std::vector<int8_t>(tc_output(opened.model), tc_output(opened.model) + scores.size()));
}

// TFLM would compute no channel at all and tell nobody.
TEST(Tflm, A_depthwise_convolution_without_its_multiplier_is_refused) {
  testing::ModelBuilder builder;
  const int input = builder.Activation({1, 1, 1, 4}, 0.1f, 0);
  const int weights = builder.Int8Constant({1, 1, 1, 4}, {0.02f}, {1, 2, 3, 4}, 3);
  const int product = builder.Activation({1, 1, 1, 4}, 0.1f, 0);
  builder.Operator(schema::kDepthwiseConv2D, {input, weights}, product, schema::kDepthwiseConv2DOptions,
                   {{schema::depthwise_conv_2d::kStrideW, testing::Value::Scalar(int32_t{1})},
                    {schema::depthwise_conv_2d::kStrideH, testing::Value::Scalar(int32_t{1})}});
  ApiModel opened(builder.Finish(input, product));
  EXPECT_EQ(opened.status, TC_ERROR_MODEL_UNSUPPORTED);
  EXPECT_EQ(testing::Line(opened.diagnostic),
            "model not supported: operator 0: input channels times the option depth_multiplier: seen 0, expected 4");
}

// TFLM itself reads where the file says.
TEST(Tflm, A_truncated_file_is_refused) {
  const SmallNetwork network(1, 6);
  for (size_t size = 0; size < network.file.size() / 2; ++size) {
    ApiModel opened(std::vector<uint8_t>(network.file.begin(), network.file.begin() + static_cast<long>(size)));
    ASSERT_EQ(opened.status, TC_ERROR_MODEL_CORRUPT) << size;
  }
}

}  // namespace
}  // namespace tinyclassify
