#include <gtest/gtest.h>

#include "engine/kernels/arithmetic.h"
#include "tests/single_layer.h"

namespace tinyclassify {
namespace {

using testing::ModelBuilder;
using testing::OpenedModel;
using testing::Value;

// round(first * first_scale / output_scale + second * second_scale / output_scale), zero points taken off and not yet added.
int64_t OracleSum(int first, float first_scale, int second, float second_scale, float output_scale) {
#if TC_FLOAT_ROUNDING
  // XNNPACK: both quotients in float32, as integers of one exponent with 21 bits for the larger; halves go up.
  const float a = first_scale / output_scale, b = second_scale / output_scale;
  int exponent;
  std::frexp(std::max(a, b), &exponent);
  const int shift = 21 - exponent;
  const int64_t sum = first * std::llrint(std::ldexp(a, shift)) + second * std::llrint(std::ldexp(b, shift));
  return static_cast<int64_t>(std::floor(std::ldexp(static_cast<double>(sum), -shift) + 0.5));
#else
  const double twice = 2.0 * std::max(first_scale, second_scale);
  const int64_t a = testing::OracleRescale(first * (1 << 20), first_scale / twice);
  const int64_t b = testing::OracleRescale(second * (1 << 20), second_scale / twice);
  return testing::OracleRescale(a + b, twice / ((1 << 20) * static_cast<double>(output_scale)));
#endif
}

// input -> MAX_POOL 1x1 -> a; ADD(input, a): two activations with different owners from one input.
TEST(Add, Equals_the_definition_for_every_pair_of_codes) {
  std::mt19937 random(31);
  for (int round = 0; round < 24; ++round) {
    Add add;
    const float first_scale = testing::RandomScale(&random), second_scale = testing::RandomScale(&random);
    const float output_scale = (first_scale + second_scale) * 0.7f;
    const int first_zero = static_cast<int8_t>(random()), second_zero = static_cast<int8_t>(random());
    const int output_zero = static_cast<int8_t>(random()), activation = static_cast<int>(random() % 4);
    std::vector<int8_t> second(256 * 256);
    for (size_t i = 0; i < second.size(); ++i) second[i] = static_cast<int8_t>(i);

    ModelBuilder builder;
    const int input = builder.Activation({1, 256, 256, 1}, first_scale, first_zero);
    const int constant = builder.Tensor({1, 256, 256, 1}, schema::kInt8, {second_scale}, {second_zero},
                                        std::vector<uint8_t>(second.begin(), second.end()));
    const int sum = builder.Activation({1, 256, 256, 1}, output_scale, output_zero);
    builder.Operator(schema::kAdd, {input, constant}, sum, schema::kAddOptions,
                     {{schema::add::kActivation, Value::Scalar(static_cast<int8_t>(activation))}});
    const std::vector<uint8_t> file = testing::FinishFlat(&builder, input, sum, 65536, output_scale, output_zero);

    std::vector<int8_t> codes(65536);
    for (size_t i = 0; i < codes.size(); ++i) codes[i] = static_cast<int8_t>(i >> 8);
    const testing::OracleRange range = testing::OracleActivation(activation, output_scale, output_zero);
    std::vector<int8_t> expected;
    for (size_t i = 0; i < codes.size(); ++i) {
      const int64_t value = OracleSum(codes[i] - first_zero, first_scale, second[i] - second_zero, second_scale, output_scale);
      expected.push_back(static_cast<int8_t>(std::clamp(value + output_zero, range.low, range.high)));
    }
    for (const tc_kernels choice : {TC_KERNELS_PLAIN, TC_KERNELS_CORTEX_M7, TC_KERNELS_FASTEST}) {
      OpenedModel opened(file, choice);
      ASSERT_EQ(opened.status, TC_OK) << testing::Line(opened.diagnostic);
      ASSERT_TRUE(opened.Run(codes) == expected) << "round " << round;
    }
  }
}

TEST(Add, Stays_within_one_step_of_the_real_sum) {
  ModelBuilder builder;
  const int input = builder.Activation({1, 1, 256, 1}, 0.1f, 5);
  const int constant = builder.Tensor({1, 1, 256, 1}, schema::kInt8, {0.3f}, {-7}, std::vector<uint8_t>(256, 20));
  const int sum = builder.Activation({1, 1, 256, 1}, 0.2f, 3);
  builder.Operator(schema::kAdd, {input, constant}, sum, schema::kAddOptions, {});
  OpenedModel opened(testing::FinishFlat(&builder, input, sum, 256, 0.2f, 3));
  ASSERT_EQ(opened.status, TC_OK) << testing::Line(opened.diagnostic);
  std::vector<int8_t> codes(256);
  for (size_t i = 0; i < 256; ++i) codes[i] = static_cast<int8_t>(i);
  const std::vector<int8_t> output = opened.Run(codes);
  for (size_t i = 0; i < 256; ++i) {
    const double real = 0.1 * (codes[i] - 5) + 0.3 * (20 + 7);
    EXPECT_NEAR(output[i], std::clamp(real / 0.2 + 3, -128.0, 127.0), 0.51);
  }
}

TEST(Add, Shapes_that_do_not_broadcast_are_refused) {
  ModelBuilder builder;
  const int input = builder.Activation({1, 2, 2, 3}, 0.1f, 0);
  const int constant = builder.Tensor({1, 1, 1, 2}, schema::kInt8, {0.1f}, {0}, {1, 2});
  const int sum = builder.Activation({1, 2, 2, 3}, 0.2f, 0);
  builder.Operator(schema::kAdd, {input, constant}, sum, schema::kAddOptions, {});
  OpenedModel opened(testing::FinishFlat(&builder, input, sum, 12, 0.2f, 0));
  EXPECT_EQ(opened.status, TC_ERROR_MODEL_CORRUPT);
  EXPECT_EQ(opened.diagnostic.operator_index, 0);
}

}  // namespace
}  // namespace tinyclassify
