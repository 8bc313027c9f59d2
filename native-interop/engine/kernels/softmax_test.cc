#include <gtest/gtest.h>

#include "engine/kernels/activation_codes.h"
#include "tests/single_layer.h"

namespace tinyclassify {
namespace {

using testing::ModelBuilder;
using testing::OpenedModel;
using testing::Value;

std::vector<uint8_t> SoftmaxModel(int32_t depth, float input_scale, float beta) {
  ModelBuilder builder;
  const int input = builder.Activation({1, 1, 1, depth}, input_scale, 12);
  const int output = builder.Activation({1, 1, 1, depth}, 1.0f / 256.0f, -128);
  builder.Operator(schema::kSoftmax, {input}, output, schema::kSoftmaxOptions, {{schema::softmax::kBeta, Value::Scalar(beta)}});
  return builder.Finish(input, output);
}

TEST(Softmax, Is_the_real_softmax_but_for_rounding) {
  std::mt19937 random(51);
  for (int round = 0; round < 400; ++round) {
    const int32_t depth = 1 + static_cast<int32_t>(random() % 40);
    const float scale = std::ldexp(1.0f + static_cast<float>(random() % 1000) / 1000.0f, -static_cast<int>(random() % 9));
    const float beta = random() % 3 == 0 ? 0.7f : 1.0f;
    OpenedModel opened(SoftmaxModel(depth, scale, beta));
    ASSERT_EQ(opened.status, TC_OK) << testing::Line(opened.diagnostic);
    EXPECT_EQ(opened.description.output_is_softmax, 1u);
    const std::vector<int8_t> input = testing::RandomBytes(static_cast<size_t>(depth), &random);
    const std::vector<int8_t> output = opened.Run(input);
    double sum = 0.0;
    const int greatest = *std::max_element(input.begin(), input.end());
    for (const int8_t code : input) sum += std::exp(static_cast<double>(beta * scale) * (code - greatest));
    for (size_t i = 0; i < input.size(); ++i) {
      const double real = std::exp(static_cast<double>(beta * scale) * (input[i] - greatest)) / sum;
      ASSERT_NEAR(output[i], std::min(256.0 * real - 128.0, 127.0), 0.51) << "round " << round;
    }
  }
}

#if TC_FLOAT_ROUNDING
// From LiteRT, on rows where the fixed point of TFLM gives another byte.
TEST(Softmax, Has_the_bytes_of_LiteRT_in_float_rounding) {
  const std::vector<uint8_t> model = SoftmaxModel(8, 0.05f, 1.0f);
  EXPECT_EQ(OpenedModel(model).Run({-116, -33, -127, 12, 42, -105, -59, 127}),
            (std::vector<int8_t>{-128, -128, -128, -127, -124, -128, -128, 124}));
  EXPECT_EQ(OpenedModel(model).Run({-13, -15, 54, -69, -82, 86, -121, -111}),
            (std::vector<int8_t>{-127, -127, -85, -128, -128, 83, -128, -128}));
  EXPECT_EQ(OpenedModel(model).Run({23, -14, -36, 24, 114, -57, 36, 53}),
            (std::vector<int8_t>{-126, -128, -128, -125, 106, -128, -123, -117}));
}
#endif

TEST(Softmax, Exponential_and_reciprocal_are_accurate) {
  // The Taylor polynomial leaves out (1/8)^5 / 120 = 2.5e-7 at the ends of its interval.
  for (int32_t x = 0; x > -(1 << 30); x -= 12345677 / 64) {
    ASSERT_NEAR(std::ldexp(ExpOfNegative(x, 5), -31), std::exp(std::ldexp(x, -26)), 2.6e-7) << x;
  }
  for (int64_t x = 0; x < int64_t{1} << 31; x += 9876543) {
    ASSERT_NEAR(std::ldexp(ReciprocalOfOnePlus(static_cast<int32_t>(x)), -31), 1.0 / (1.0 + std::ldexp(x, -31)), 4e-9) << x;
  }
}

TEST(Softmax, A_huge_number_of_equal_classes_gives_each_nothing) {
  OpenedModel opened(SoftmaxModel(4095, 0.1f, 1.0f));
  ASSERT_EQ(opened.status, TC_OK) << testing::Line(opened.diagnostic);
  EXPECT_EQ(opened.Run(std::vector<int8_t>(4095, 5)), std::vector<int8_t>(4095, -128));
  EXPECT_EQ(OpenedModel(SoftmaxModel(4096, 0.1f, 1.0f)).status, TC_ERROR_MODEL_UNSUPPORTED);
}

std::vector<uint8_t> LogSoftmaxModel(int32_t depth, float input_scale, float output_scale = 1.0f / 16.0f) {
  ModelBuilder builder;
  const int input = builder.Activation({1, 1, 1, depth}, input_scale, -7);
  const int output = builder.Activation({1, 1, 1, depth}, output_scale, 127);
  builder.Operator(schema::kLogSoftmax, {input}, output, schema::kLogSoftmaxOptions, {});
  return builder.Finish(input, output);
}

TEST(LogSoftmax, Is_the_real_logarithm_of_the_softmax_but_for_rounding) {
  std::mt19937 random(52);
  for (int round = 0; round < 400; ++round) {
    const int32_t depth = 1 + static_cast<int32_t>(random() % (round % 40 == 0 ? 4095 : 40));
    const float scale = std::ldexp(1.0f + static_cast<float>(random() % 1000) / 1000.0f, 1 - static_cast<int>(random() % 11));
    OpenedModel opened(LogSoftmaxModel(depth, scale));
    ASSERT_EQ(opened.status, TC_OK) << testing::Line(opened.diagnostic);
    EXPECT_EQ(opened.description.output_is_softmax, 0u);
    const std::vector<int8_t> input = testing::RandomBytes(static_cast<size_t>(depth), &random);
    const std::vector<int8_t> output = opened.Run(input);
    double sum = 0.0;
    const int greatest = *std::max_element(input.begin(), input.end());
    for (const int8_t code : input) sum += std::exp(static_cast<double>(scale) * (code - greatest));
    for (size_t i = 0; i < input.size(); ++i) {
      const double real = static_cast<double>(scale) * (input[i] - greatest) - std::log(sum);
      // Up to 4095 exponentials, each rounded to 2^-19.
      ASSERT_NEAR(output[i], std::max(16.0 * real + 127.0, -128.0), 0.51 + 3e-5 * depth) << "round " << round;
    }
  }
}

// From TFLM's kernel, which the engine equals in every byte.
TEST(LogSoftmax, Has_the_bytes_of_TFLM) {
  if (TC_SINGLE_ROUNDING && !TC_FLOAT_ROUNDING) GTEST_SKIP() << "TFLM rounds twice";
  const std::vector<int8_t> input = {-128, -60, 0, 5, 17, 40, 90, 127};
  EXPECT_EQ(OpenedModel(LogSoftmaxModel(8, 0.05f)).Run(input), (std::vector<int8_t>{-80, -25, 23, 27, 36, 55, 95, 124}));
  EXPECT_EQ(OpenedModel(LogSoftmaxModel(8, 0.2f)).Run(input), (std::vector<int8_t>{-128, -128, -128, -128, -128, -128, 9, 127}));
}

TEST(LogSoftmax, Other_outputs_than_sixteenths_are_refused) {
  EXPECT_EQ(OpenedModel(LogSoftmaxModel(8, 0.05f, 1.0f / 8.0f)).status, TC_ERROR_MODEL_UNSUPPORTED);
}

}  // namespace
}  // namespace tinyclassify
