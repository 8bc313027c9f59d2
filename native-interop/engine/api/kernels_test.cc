#include <gtest/gtest.h>

#include "tests/networks.h"

// Whichever kernels run: the scores are the same.

namespace tinyclassify {
namespace {

using testing::OpenedModel;
using testing::SmallNetwork;

TEST(Kernels, Fast_and_plain_kernels_give_the_same_scores) {
  for (uint32_t seed = 1; seed <= 20; ++seed) {
    const SmallNetwork network(seed, 6 + static_cast<int32_t>(seed), seed % 2 == 0);
    OpenedModel fast(network.file), plain(network.file, TC_KERNELS_PLAIN);
    ASSERT_EQ(fast.status, TC_OK) << testing::Line(fast.diagnostic);
    ASSERT_EQ(plain.status, TC_OK);
    std::mt19937 random(seed);
    std::vector<int8_t> first;
    for (int i = 0; i < 4; ++i) {
      const auto input = testing::RandomBytes(fast.input_bytes(), &random);
      const auto scores = fast.Run(input);
      ASSERT_EQ(scores, plain.Run(input)) << "seed " << seed;
      ASSERT_EQ(scores, fast.Run(input)) << "a second run differs, seed " << seed;
    }
  }
}

TEST(Kernels, Fast_and_plain_kernels_give_the_same_scores_for_converted_networks) {
  for (uint32_t seed = 1; seed <= 12; ++seed) {
    const testing::ConvertedNetwork network(seed, 4 + static_cast<int32_t>(seed));
    OpenedModel plain(network.file, TC_KERNELS_PLAIN);
    ASSERT_EQ(plain.status, TC_OK) << testing::Line(plain.diagnostic);
    std::mt19937 random(seed);
    const auto input = testing::RandomBytes(plain.input_bytes(), &random);
    const auto scores = plain.Run(input);
    for (const tc_kernels choice : {TC_KERNELS_CORTEX_M7, TC_KERNELS_FASTEST}) {
      OpenedModel opened(network.file, choice);
      ASSERT_EQ(opened.status, TC_OK) << testing::Line(opened.diagnostic);
      ASSERT_EQ(opened.Run(input), scores) << "seed " << seed << ", choice " << static_cast<int>(choice);
    }
  }
}

TEST(Kernels, Fast_and_plain_kernels_give_the_same_scores_for_a_MobileNet) {
  const testing::MobileNet network(3);
  OpenedModel fast(network.file), plain(network.file, TC_KERNELS_PLAIN);
  ASSERT_EQ(fast.status, TC_OK) << testing::Line(fast.diagnostic);
  EXPECT_LT(fast.requirements.arena_bytes, plain.requirements.arena_bytes);
  std::mt19937 random(4);
  const auto input = testing::RandomBytes(fast.input_bytes(), &random);
  EXPECT_EQ(fast.Run(input), plain.Run(input));
}

TEST(Kernels, Operators_that_run_interleaved_are_timed_one_by_one) {
  const SmallNetwork network(1);
  OpenedModel opened(network.file);
  uint32_t now = 0, ticks[13], sum = 0;
  const auto clock = [](void* context) { return (*static_cast<uint32_t*>(context))++; };
  tc_invoke_profiled(opened.model, clock, &now, ticks);
  for (const uint32_t tick : ticks) sum += tick;
  EXPECT_EQ(sum, now - 1);
  // Expansion, depthwise and projection of the block of ten rows.
  for (const uint32_t i : {1u, 2u, 3u}) EXPECT_GE(ticks[i], 10u);
}

// The output is read by an operator behind the one that writes it, which could work in place or be joined.
TEST(Kernels, The_output_survives_operators_that_read_it) {
  testing::ModelBuilder builder;
  const int input = builder.Activation({1, 1, 1, 8}, 0.1f, 0);
  const int weights = builder.Int8Constant({8, 1, 1, 8}, {0.02f}, std::vector<int8_t>(64, 3));
  const int product = builder.Activation({1, 1, 1, 8}, 0.1f, 0);
  const int sum = builder.Activation({1, 1, 1, 8}, 0.1f, 0);
  const int other = builder.Activation({1, 1, 1, 8}, 0.2f, 5);
  builder.Operator(schema::kConv2D, {input, weights}, product, schema::kConv2DOptions,
                   {{schema::conv_2d::kStrideW, testing::Value::Scalar(int32_t{1})},
                    {schema::conv_2d::kStrideH, testing::Value::Scalar(int32_t{1})}});
  builder.Operator(schema::kAdd, {product, input}, sum, schema::kAddOptions, {});
  builder.Operator(schema::kAdd, {product, sum}, other, schema::kAddOptions, {});
  std::vector<std::vector<int8_t>> scores;
  for (const int output : {product, sum}) {
    for (const tc_kernels choice : {TC_KERNELS_PLAIN, TC_KERNELS_CORTEX_M7, TC_KERNELS_FASTEST}) {
      OpenedModel opened(builder.Finish(input, output), choice);
      ASSERT_EQ(opened.status, TC_OK) << testing::Line(opened.diagnostic);
      scores.push_back(opened.Run({10, 20, 30, 40, 50, 60, 70, 80}));
    }
  }
  EXPECT_EQ(scores[0], std::vector<int8_t>(8, 22));  // 360 * 3 * 0.1 * 0.02 / 0.1 = 21.6
  EXPECT_EQ(scores[1], scores[0]);
  EXPECT_EQ(scores[2], scores[0]);
  EXPECT_EQ(scores[4], scores[3]);
  EXPECT_EQ(scores[5], scores[3]);
}

}  // namespace
}  // namespace tinyclassify
