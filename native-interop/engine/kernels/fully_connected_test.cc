#include <gtest/gtest.h>

#include "tests/single_layer.h"

namespace tinyclassify {
namespace {

using testing::ModelBuilder;
using testing::OpenedModel;
using testing::Value;

TEST(FullyConnected, Equals_the_definition_over_random_shapes) {
  std::mt19937 random(21);
  for (int round = 0; round < 200; ++round) {
    const int32_t inputs = 1 + static_cast<int32_t>(random() % 70);
    const int32_t outputs = 1 + static_cast<int32_t>(random() % 20);
    const bool per_channel = random() % 2 == 0;
    const int activation = static_cast<int>(random() % 4);
    const float input_scale = testing::RandomScale(&random);
    const int input_zero_point = static_cast<int8_t>(random());
    const int output_zero_point = static_cast<int8_t>(random());
    std::vector<float> scales, bias_scales;
    for (int i = 0; i < (per_channel ? outputs : 1); ++i) scales.push_back(testing::RandomScale(&random));
    for (const float scale : scales) bias_scales.push_back(scale * input_scale);
    const float output_scale = input_scale * scales[0] * 300.0f;
    const std::vector<int8_t> weights = testing::RandomBytes(static_cast<size_t>(inputs * outputs), &random);
    std::vector<int32_t> bias;
    for (int i = 0; i < outputs; ++i) bias.push_back(static_cast<int32_t>(random() % 2001) - 1000);

    ModelBuilder builder;
    const int input = builder.Activation({1, 1, 1, inputs}, input_scale, input_zero_point);
    const int weight = builder.Int8Constant({outputs, inputs}, scales, weights);
    const int bias_tensor = builder.Int32Constant({outputs}, bias_scales, bias);
    const int output = builder.Activation({1, outputs}, output_scale, output_zero_point);
    const bool with_bias = random() % 3 != 0;
    builder.Operator(schema::kFullyConnected, {input, weight, with_bias ? bias_tensor : -1}, output,
                     schema::kFullyConnectedOptions,
                     {{schema::fully_connected::kActivation, Value::Scalar(static_cast<int8_t>(activation))}});
    const std::vector<uint8_t> file = builder.Finish(input, output);

    const std::vector<int8_t> codes = testing::RandomBytes(static_cast<size_t>(inputs), &random);
    const testing::OracleRange range = testing::OracleActivation(activation, output_scale, output_zero_point);
    std::vector<int8_t> expected;
    for (int o = 0; o < outputs; ++o) {
      int64_t sum = with_bias ? bias[static_cast<size_t>(o)] : 0;
      for (int i = 0; i < inputs; ++i) {
        sum +=
            static_cast<int64_t>(codes[static_cast<size_t>(i)] - input_zero_point) * weights[static_cast<size_t>(o * inputs + i)];
      }
      // With one scale TFLite multiplies in float32, with one a channel in double.
      const bool one_scale = !per_channel || outputs == 1;
      const float weight_scale = scales[one_scale ? 0 : static_cast<size_t>(o)];
      const int64_t value =
          testing::OracleRequantize(sum, input_scale, weight_scale, output_scale, one_scale) + output_zero_point;
      expected.push_back(static_cast<int8_t>(std::clamp(value, range.low, range.high)));
    }
    for (const tc_kernels choice : {TC_KERNELS_PLAIN, TC_KERNELS_CORTEX_M7, TC_KERNELS_FASTEST}) {
      OpenedModel opened(file, choice);
      ASSERT_EQ(opened.status, TC_OK) << testing::Line(opened.diagnostic);
      ASSERT_EQ(opened.Run(codes), expected) << "round " << round;
    }
  }
}

}  // namespace
}  // namespace tinyclassify
