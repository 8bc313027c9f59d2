#include "engine/kernels/add.h"

#include <gtest/gtest.h>

#include "tests/single_layer.h"

namespace tinyclassify {
namespace {

using testing::ModelBuilder;
using testing::OpenedModel;
using testing::Value;

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
    const double twice = 2.0 * std::max(first_scale, second_scale);
    const testing::OracleRange range = testing::OracleActivation(activation, output_scale, output_zero);
    std::vector<int8_t> expected;
    for (size_t i = 0; i < codes.size(); ++i) {
      const int64_t a = testing::OracleRescale((codes[i] - first_zero) * (1 << 20), first_scale / twice);
      const int64_t b = testing::OracleRescale((second[i] - second_zero) * (1 << 20), second_scale / twice);
      const int64_t value = testing::OracleRescale(a + b, twice / ((1 << 20) * static_cast<double>(output_scale)));
      expected.push_back(static_cast<int8_t>(std::clamp(value + output_zero, range.low, range.high)));
    }
    for (const KernelChoice choice : {KernelChoice::kPlain, KernelChoice::kDsp, KernelChoice::kFastest}) {
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

TEST(Add, Broadcasting_is_refused) {
  ModelBuilder builder;
  const int input = builder.Activation({1, 2, 2, 3}, 0.1f, 0);
  const int constant = builder.Tensor({1, 1, 1, 3}, schema::kInt8, {0.1f}, {0}, {1, 2, 3});
  const int sum = builder.Activation({1, 2, 2, 3}, 0.2f, 0);
  builder.Operator(schema::kAdd, {input, constant}, sum, schema::kAddOptions, {});
  OpenedModel opened(testing::FinishFlat(&builder, input, sum, 12, 0.2f, 0));
  EXPECT_EQ(opened.status, TC_ERROR_MODEL_UNSUPPORTED);
}

}  // namespace
}  // namespace tinyclassify
