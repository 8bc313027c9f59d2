#include <gtest/gtest.h>

#include "engine/kernels/activation_codes.h"
#include "tests/operator_models.h"

// Operators without a test of their own, over random shapes, scales and attributes, against their definitions.

namespace tinyclassify {
namespace {

using testing::OpenedModel;
using testing::OperatorModel;
using testing::OperatorModels;
using testing::OracleRescale;

int8_t Saturate(int64_t code, int64_t low = -128, int64_t high = 127) { return static_cast<int8_t>(std::clamp(code, low, high)); }

size_t Elements(const std::vector<int32_t>& shape) {
  size_t elements = 1;
  for (const int32_t size : shape) elements *= static_cast<size_t>(size);
  return elements;
}

// Element of a tensor at an index of another one's shape; dimensions of 1 are repeated.
size_t At(const std::vector<int32_t>& shape, const std::vector<int32_t>& index) {
  size_t place = 0;
  for (size_t i = 0; i < 4; ++i) {
    place = place * static_cast<size_t>(shape[i]) + static_cast<size_t>(shape[i] == 1 ? 0 : index[i]);
  }
  return place;
}

template <typename Function>
void ForEachIndex(const std::vector<int32_t>& shape, Function run) {
  std::vector<int32_t> i(4);
  for (i[0] = 0; i[0] < shape[0]; ++i[0]) {
    for (i[1] = 0; i[1] < shape[1]; ++i[1]) {
      for (i[2] = 0; i[2] < shape[2]; ++i[2]) {
        for (i[3] = 0; i[3] < shape[3]; ++i[3]) run(i);
      }
    }
  }
}

// RELU and its kin, LEAKY_RELU, QUANTIZE: one code.
int8_t OracleLookup(const OperatorModel& model, int code) {
  const int64_t distance = code - model.input_zero_point;
  const float ratio = model.input_scale / model.output_scale;
  int activation = 0;
  if (model.name == "RELU") activation = 1;
  if (model.name == "RELU_N1_TO_1") activation = 2;
  if (model.name == "RELU6") activation = 3;
  const testing::OracleRange range = testing::OracleActivation(activation, model.output_scale, model.output_zero_point);
  double real = model.name == "QUANTIZE" ? static_cast<double>(model.input_scale) / model.output_scale : ratio;
  if (model.name == "LEAKY_RELU" && distance < 0) real = model.input_scale * model.alpha / model.output_scale;
#if TC_FLOAT_ROUNDING
  if (activation == 0) {
    // XNNPACK takes an operator only where it takes both its factors.
    const float negative = model.name == "LEAKY_RELU" ? model.alpha * ratio : ratio;
    const float factor = distance < 0 ? negative : ratio;
    const float least = std::min(ratio, negative);
    if (least >= 1 / 256.0f && std::max(ratio, negative) <= 128.0f) {
      const double sum = static_cast<double>(distance) * std::rint(256.0f * factor) + 128.0;
      return Saturate(static_cast<int64_t>(std::floor(sum / 256.0)) + model.output_zero_point);
    }
  }
#endif
  return Saturate(OracleRescale(distance, real) + model.output_zero_point, range.low, range.high);
}

int8_t OracleArithmetic(const OperatorModel& model, int64_t first, int64_t second) {
  const testing::OracleRange range = testing::OracleActivation(model.activation, model.output_scale, model.output_zero_point);
  const bool product = model.name == "MUL";
  const int sign = model.name == "SUB" ? -1 : 1;
  first -= model.input_zero_point;
  second -= model.constant_zero_point;
  int64_t value;
#if TC_FLOAT_ROUNDING
  if (product) {
    const float factor = model.input_scale * model.constant_scale / model.output_scale;
    value = std::lrint(static_cast<float>(first * second) * factor);
  } else {
    const float a = model.input_scale / model.output_scale;
    const float b = model.constant_scale / model.output_scale;
    const int shift = 20 - std::ilogb(std::max(a, b));
    const int64_t sum = first * std::llrint(std::ldexp(a, shift)) + sign * second * std::llrint(std::ldexp(b, shift));
    value = static_cast<int64_t>(std::floor(std::ldexp(static_cast<double>(sum), -shift) + 0.5));
  }
#else
  if (product) {
    value = OracleRescale(first * second, static_cast<double>(model.input_scale) * model.constant_scale / model.output_scale);
  } else {
    const float greater = std::max(model.input_scale, model.constant_scale);
    const auto ratio = [&](float a, float b) {
      return sign < 0 ? static_cast<double>(a / b) : static_cast<double>(a) / static_cast<double>(b);
    };
    const int64_t a = OracleRescale(first * (1 << 20), ratio(model.input_scale, 2 * greater));
    const int64_t b = OracleRescale(second * (1 << 20), ratio(model.constant_scale, 2 * greater));
    value = OracleRescale(a + sign * b, ratio(2 * greater, model.output_scale) / (1 << 20));
  }
#endif
  return Saturate(value + model.output_zero_point, range.low, range.high);
}

// As TFLite has it: both inputs with 7 more bits on the scale 2 * max.
int8_t OracleSquare(const OperatorModel& model, int64_t first, int64_t second) {
  const double greater = 2.0 * static_cast<double>(std::max(model.input_scale, model.constant_scale));
  const int64_t a = OracleRescale((first - model.input_zero_point) * 128, static_cast<double>(model.input_scale) / greater);
  const int64_t b =
      OracleRescale((second - model.constant_zero_point) * 128, static_cast<double>(model.constant_scale) / greater);
  const double factor = greater * greater / std::ldexp(static_cast<double>(model.output_scale), 14);
  return Saturate(OracleRescale((a - b) * (a - b), factor) + model.output_zero_point);
}

int8_t OracleMean(const OperatorModel& model, int64_t sum, int64_t count) {
#if TC_FLOAT_ROUNDING
  const float factor = model.input_scale / model.output_scale / static_cast<float>(count);
  const float bias = static_cast<float>(model.output_zero_point) - static_cast<float>(count * model.input_zero_point) * factor;
  return Saturate(std::lrint(static_cast<float>(sum) * factor + bias));
#else
  // TFLite divides the factor's integer, rounded down, and leaves the shift as if it were whole.
  int exponent;
  const double fraction = std::frexp(static_cast<double>(model.input_scale) / model.output_scale, &exponent);
  int shift = 0;
  while (count >> (shift + 1) != 0) ++shift;
  const int64_t multiplier = (std::llround(std::ldexp(fraction, 31)) << shift) / count;
  const int64_t distance = sum - count * model.input_zero_point;
#if TC_SINGLE_ROUNDING
  const double real = std::ldexp(static_cast<double>(multiplier), exponent - shift - 31);
  return Saturate(static_cast<int64_t>(std::floor(static_cast<double>(distance) * real + 0.5)) + model.output_zero_point);
#else
  const int right = shift - exponent;
  const int left = std::max(-right, 0);
  const double high = std::floor(std::ldexp(static_cast<double>(distance * multiplier), left - 31) + 0.5);
  return Saturate(static_cast<int64_t>(std::round(std::ldexp(high, -std::max(right, 0)))) + model.output_zero_point);
#endif
#endif
}

std::vector<int8_t> OracleMeans(const OperatorModel& model, const std::vector<int8_t>& input) {
  std::vector<int64_t> sums(Elements(model.output_shape));
  ForEachIndex(model.shape, [&](const std::vector<int32_t>& i) { sums[At(model.output_shape, i)] += input[At(model.shape, i)]; });
  std::vector<int8_t> output;
  const auto count = static_cast<int64_t>(input.size() / sums.size());
  for (const int64_t sum : sums) output.push_back(OracleMean(model, sum, count));
  return output;
}

// The maxima over 3x3 that stand between the input and itself.
int8_t Maximum(const OperatorModel& model, const std::vector<int8_t>& input, std::vector<int32_t> i) {
  int8_t greatest = -128;
  const int32_t y = i[1];
  const int32_t x = i[2];
  for (i[1] = std::max(y - 1, 0); i[1] <= std::min(y + 1, model.shape[1] - 1); ++i[1]) {
    for (i[2] = std::max(x - 1, 0); i[2] <= std::min(x + 1, model.shape[2] - 1); ++i[2]) {
      greatest = std::max(greatest, input[At(model.shape, i)]);
    }
  }
  return greatest;
}

// What an output of the operators that move codes is.
int8_t OracleMove(const OperatorModel& model, const std::vector<int8_t>& input, std::vector<int32_t> i) {
  if (model.name == "STRIDED_SLICE") {
    for (size_t d = 0; d < 4; ++d) i[d] = model.numbers[2 * d] + model.numbers[2 * d + 1] * i[d];
    return input[At(model.shape, i)];
  }
  const auto axis = static_cast<size_t>(model.numbers[0]);
  const int32_t size = model.shape[axis];
  if (model.name == "SPLIT") {
    i[axis] = (i[axis] + size - model.numbers[1]) % size;  // The last part stands in front.
    return input[At(model.shape, i)];
  }
  const bool middle = i[axis] / size == 1;
  i[axis] %= size;
  return middle ? Maximum(model, input, i) : input[At(model.shape, i)];
}

std::vector<int8_t> Oracle(const OperatorModel& model, const std::vector<int8_t>& input) {
  const std::string& name = model.name;
  if (name == "MEAN") return OracleMeans(model, input);
  std::vector<int8_t> output;
  ForEachIndex(model.output_shape, [&](const std::vector<int32_t>& i) {
    if (name == "ADD" || name == "SUB" || name == "MUL") {
      output.push_back(OracleArithmetic(model, input[At(model.shape, i)], model.constant[At(model.constant_shape, i)]));
    } else if (name == "SQUARED_DIFFERENCE") {
      output.push_back(OracleSquare(model, input[At(model.shape, i)], model.constant[At(model.constant_shape, i)]));
    } else if (name == "CONCATENATION" || name == "STRIDED_SLICE" || name == "SPLIT") {
      output.push_back(OracleMove(model, input, i));
    } else {
      output.push_back(OracleLookup(model, input[At(model.shape, i)]));
    }
  });
  return output;
}

class Operators : public ::testing::TestWithParam<std::string> {};

TEST_P(Operators, Equals_the_definition_over_random_shapes) {
  std::mt19937 random(5);
  for (uint32_t seed = 0; seed < 60; ++seed) {
    const OperatorModel model = OperatorModels(seed).Make(GetParam());
    std::vector<int8_t> input = testing::RandomBytes(Elements(model.shape), &random);
    const std::vector<int8_t> expected = Oracle(model, input);
    for (const tc_kernels choice : {TC_KERNELS_PLAIN, TC_KERNELS_CORTEX_M7, TC_KERNELS_FASTEST}) {
      OpenedModel opened(model.file, choice);
      ASSERT_EQ(opened.status, TC_OK) << testing::Line(opened.diagnostic) << ", seed " << seed;
      ASSERT_EQ(opened.Run(input), expected) << "seed " << seed;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(All, Operators,
                         ::testing::Values("RELU", "RELU6", "RELU_N1_TO_1", "LEAKY_RELU", "QUANTIZE", "MEAN", "ADD", "SUB", "MUL",
                                           "SQUARED_DIFFERENCE", "CONCATENATION", "STRIDED_SLICE", "SPLIT"),
                         [](const auto& info) { return info.param; });

// All 256 codes through an operator that gives each of them another one.
std::vector<int8_t> RunAllCodes(int32_t builtin, float scale, int zero_point, float output_scale, int output_zero_point) {
  testing::ModelBuilder builder;
  const int input = builder.Activation({1, 1, 1, 256}, scale, zero_point);
  const int output = builder.Activation({1, 1, 1, 256}, output_scale, output_zero_point);
  builder.Operator(builtin, {input}, output, schema::kNoOptions, {});
  OpenedModel opened(builder.Finish(input, output));
  EXPECT_EQ(opened.status, TC_OK) << testing::Line(opened.diagnostic);
  std::vector<int8_t> codes;
  for (int code = -128; code < 128; ++code) codes.push_back(static_cast<int8_t>(code));
  return opened.Run(codes);
}

TEST(Logistic, Is_within_one_step_of_the_real_function) {
  for (const float scale : {0.001f, 0.04f, 0.11f, 0.5f, 7.0f}) {
    const std::vector<int8_t> output = RunAllCodes(schema::kLogistic, scale, -20, 1.0f / 256, -128);
    for (int code = -128; code < 128; ++code) {
      const double real = 256.0 / (1.0 + std::exp(-static_cast<double>(scale) * (code + 20))) - 128.0;
      EXPECT_NEAR(output[static_cast<size_t>(code + 128)], std::min(real, 127.0), 0.51) << code << ", scale " << scale;
    }
    EXPECT_EQ(output[108], 0);  // 1/2 at real 0.
  }
}

TEST(HardSwish, Is_within_a_step_and_a_half_of_the_real_function) {
  for (const float scale : {0.02f, 0.04f, 0.1f}) {
    const float output_scale = scale * 0.9f;
    const std::vector<int8_t> output = RunAllCodes(schema::kHardSwish, scale, 10, output_scale, -5);
    for (int code = -128; code < 128; ++code) {
      const double x = static_cast<double>(scale) * (code - 10);
      const double real = x * std::clamp(x + 3.0, 0.0, 6.0) / 6.0 / output_scale - 5.0;
      EXPECT_NEAR(output[static_cast<size_t>(code + 128)], std::clamp(real, -128.0, 127.0), 1.5) << code;
    }
  }
}

TEST(Rsqrt, Is_within_a_step_of_the_real_function_and_greatest_where_there_is_none) {
  for (const float scale : {0.0003f, 0.004f, 0.11f, 0.5f, 7.0f}) {
    for (const int zero_point : {-128, -100, 0}) {
      const float output_scale = 1.0f / std::sqrt(scale) / 200.0f;
      const std::vector<int8_t> output = RunAllCodes(schema::kRsqrt, scale, zero_point, output_scale, -90);
      for (int code = -128; code < 128; ++code) {
        const double x = static_cast<double>(scale) * (code - zero_point);
        const double real = code <= zero_point ? 127.0 : std::min(1.0 / std::sqrt(x) / output_scale - 90.0, 127.0);
        EXPECT_NEAR(output[static_cast<size_t>(code + 128)], real, 0.51) << code << ", scale " << scale;
      }
    }
  }
}

// TFLite's five steps leave 2^20 / sqrt(distance) a unit below the rounded root in three of 255 places.
TEST(Rsqrt, Has_the_root_of_TFLites_steps) {
  const Multiplier one = {1 << 30, 1 - 12};  // / 2^12: codes tell the root's upper bits.
  int differing = 0;
  for (int distance = 1; distance < 256; ++distance) {
    const double root = std::ldexp(1.0, 20) / std::sqrt(distance);
    // The zero point moves the root's last 8 bits into sight.
    const int32_t near = static_cast<int32_t>(std::lrint(root));
    const InverseRoot scales = {{1 << 30, 1}, -near};
    const int code = InverseRootCode(distance, scales);
    EXPECT_LE(code, 0);
    EXPECT_GE(code, -1);
    differing += code != 0 ? 1 : 0;
    EXPECT_EQ(code != 0, distance == 2 || distance == 8 || distance == 131) << distance;
  }
  EXPECT_EQ(differing, 3);
  EXPECT_EQ(InverseRootCode(1, {one, 0}), 127);
}

TEST(Rsqrt, Roots_are_those_of_float32) {
  std::mt19937 random(9);
  for (int i = 0; i < 20000; ++i) {
    const float value = std::ldexp(1.0f + static_cast<float>(random() >> 9) / 8388608.0f, static_cast<int>(random() % 60) - 40);
    const Root root = RootOf(ExactReal(value));
    ASSERT_EQ(std::ldexp(static_cast<float>(root.mantissa), root.exponent), std::sqrt(value)) << value;
  }
}

TEST(Logistic, Another_output_scale_is_refused) {
  testing::ModelBuilder builder;
  const int input = builder.Activation({1, 1, 1, 4}, 0.1f, 0);
  const int output = builder.Activation({1, 1, 1, 4}, 0.1f, 0);
  builder.Operator(schema::kLogistic, {input}, output, schema::kNoOptions, {});
  OpenedModel opened(builder.Finish(input, output));
  EXPECT_EQ(opened.status, TC_ERROR_MODEL_UNSUPPORTED);
  EXPECT_EQ(opened.diagnostic.operator_index, 0);
}

}  // namespace
}  // namespace tinyclassify
