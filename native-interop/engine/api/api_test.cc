#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "engine/rounding.h"
#include "tests/networks.h"

namespace tinyclassify {
namespace {

using testing::ApiModel;
using testing::SmallNetwork;

std::string Label(const tc_model* model, uint32_t index) {
  const char* text = nullptr;
  uint32_t bytes = 0;
  EXPECT_EQ(tc_label(model, index, &text, &bytes), TC_OK);
  return std::string(text, bytes);
}

TEST(Api, Describes_the_model) {
  ApiModel opened(SmallNetwork(1).file);
  ASSERT_EQ(opened.status, TC_OK) << testing::Line(opened.diagnostic);
  const tc_description& description = opened.description;
  EXPECT_EQ(std::string(description.name, description.name_bytes), "small network");
  EXPECT_EQ(description.input_height, 10u);
  EXPECT_EQ(description.input_width, 10u);
  EXPECT_EQ(description.input_channels, 3u);
  EXPECT_EQ(description.input_scale, 1.0f / 128);
  EXPECT_EQ(description.input_zero_point, 0);
  EXPECT_EQ(description.class_count, 5u);
  EXPECT_EQ(description.output_scale, 1.0f / 256);
  EXPECT_EQ(description.output_zero_point, -128);
  EXPECT_EQ(description.output_is_softmax, 1u);
  EXPECT_EQ(description.operator_count, 13u);
  EXPECT_EQ(description.rounding, static_cast<uint32_t>(TC_SINGLE_ROUNDING + TC_FLOAT_ROUNDING));
  EXPECT_EQ(description.arena_bytes, opened.requirements.arena_bytes);
  // 100 pixels: 3x3x3x8 + 8x24 + 9x24 + 24x8, then 9 pixels: 9x8 + 8x12, then 12x5.
  EXPECT_EQ(description.macs, 100u * (216 + 192 + 216 + 192) + 9u * (72 + 96) + 60);
  EXPECT_EQ(description.weight_bytes, 216u + 192 + 216 + 192 + 72 + 96 + 60 + 4 * (8 + 24 + 24 + 8 + 8 + 12 + 5));
}

TEST(Api, Describes_each_operator) {
  ApiModel opened(SmallNetwork(1).file);
  tc_operator_info info;
  uint32_t peak = 0;
  const char* names[] = {"CONV_2D",     "CONV_2D",           "DEPTHWISE_CONV_2D", "CONV_2D",         "ADD",     "PAD",
                         "MAX_POOL_2D", "DEPTHWISE_CONV_2D", "CONV_2D",           "AVERAGE_POOL_2D", "RESHAPE", "FULLY_CONNECTED",
                         "SOFTMAX"};
  for (uint32_t i = 0; i < 13; ++i) {
    ASSERT_EQ(tc_operator(opened.model, i, &info), TC_OK);
    EXPECT_STREQ(info.name, names[i]);
    peak = std::max(peak, info.live_bytes);
  }
  EXPECT_EQ(peak, opened.requirements.arena_bytes);  // The plan is as small as it can be.
  ASSERT_EQ(tc_operator(opened.model, 7, &info), TC_OK);
  EXPECT_EQ(std::vector<uint32_t>(info.input_shape, info.input_shape + 4), (std::vector<uint32_t>{1, 6, 6, 8}));
  EXPECT_EQ(std::vector<uint32_t>(info.output_shape, info.output_shape + 4), (std::vector<uint32_t>{1, 3, 3, 8}));
  EXPECT_EQ(info.stride, 2u);
  EXPECT_EQ(info.kernel_height, 3u);
  EXPECT_EQ(info.macs, 9u * 72);
  EXPECT_EQ(tc_operator(opened.model, 13, &info), TC_ERROR_ARGUMENT);
}

TEST(Api, Labels_are_the_lines_of_the_metadata) {
  ApiModel opened(SmallNetwork(1).file);
  EXPECT_EQ(Label(opened.model, 0), "ant");
  EXPECT_EQ(Label(opened.model, 2), "cat");
  EXPECT_EQ(Label(opened.model, 3), "");
  EXPECT_EQ(Label(opened.model, 4), "Ämeise");
  const char* text;
  uint32_t bytes;
  EXPECT_EQ(tc_label(opened.model, 5, &text, &bytes), TC_ERROR_ARGUMENT);
}

TEST(Api, Top_ranks_by_score_and_then_by_class) {
  ApiModel opened(SmallNetwork(3, 10, false).file);
  std::mt19937 random(9);
  for (int i = 0; i < 50; ++i) {
    const auto scores = opened.Run(testing::RandomBytes(opened.input_bytes(), &random));
    std::vector<uint32_t> order = {0, 1, 2, 3, 4};
    std::stable_sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) { return scores[a] > scores[b]; });
    tc_prediction predictions[5];
    ASSERT_EQ(tc_top(opened.model, 5, predictions), TC_OK);
    uint32_t sum = 0;
    for (uint32_t k = 0; k < 5; ++k) {
      EXPECT_EQ(predictions[k].class_index, order[k]);
      EXPECT_EQ(predictions[k].score, scores[order[k]]);
      sum += predictions[k].probability_permille;
    }
    EXPECT_NEAR(sum, 1000u, 3u);
  }
  tc_prediction prediction;
  EXPECT_EQ(tc_top(opened.model, 0, &prediction), TC_ERROR_ARGUMENT);
  EXPECT_EQ(tc_top(opened.model, 6, &prediction), TC_ERROR_ARGUMENT);
}

TEST(Api, Profiling_books_all_time_on_the_operators) {
  ApiModel opened(SmallNetwork(1).file);
  uint32_t now = 0, ticks[13], sum = 0;
  const auto clock = [](void* context) { return (*static_cast<uint32_t*>(context))++; };
  tc_invoke_profiled(opened.model, clock, &now, ticks);
  for (const uint32_t tick : ticks) {
    EXPECT_GE(tick, 1u);
    sum += tick;
  }
  EXPECT_EQ(sum, now - 1);
}

TEST(Api, Wrong_arguments_are_told) {
  const SmallNetwork network(1);
  testing::AlignedBytes file(network.file.data(), network.file.size()), memory(65536);
  const uint32_t bytes = static_cast<uint32_t>(network.file.size());
  tc_requirements needs;
  tc_diagnostic diagnostic;
  tc_model* model;
  const tc_model_file sound = {file.get(), bytes, TC_KERNELS_FASTEST};
  const tc_model_file nothing = {nullptr, bytes, TC_KERNELS_FASTEST};
  const tc_model_file misaligned = {file.get() + 1, bytes, TC_KERNELS_FASTEST};
  const tc_model_file no_such_kernels = {file.get(), bytes, 3};
  EXPECT_EQ(tc_measure(nullptr, &needs, &diagnostic), TC_ERROR_ARGUMENT);
  EXPECT_EQ(testing::Line(diagnostic), "wrong argument: model file: its address modulo its alignment: seen 0, expected 4");
  EXPECT_EQ(tc_open(nullptr, memory.get(), 65000, &model, &diagnostic), TC_ERROR_ARGUMENT);
  EXPECT_EQ(tc_measure(&nothing, &needs, &diagnostic), TC_ERROR_ARGUMENT);
  EXPECT_EQ(tc_measure(&misaligned, &needs, &diagnostic), TC_ERROR_ARGUMENT);
  EXPECT_EQ(tc_measure(&no_such_kernels, &needs, &diagnostic), TC_ERROR_ARGUMENT);
  EXPECT_EQ(testing::Line(diagnostic), "wrong argument: kernels: seen 3, expected 2");
  EXPECT_EQ(tc_measure(&sound, nullptr, &diagnostic), TC_ERROR_ARGUMENT);
  EXPECT_EQ(tc_measure(&sound, &needs, nullptr), TC_OK);
  EXPECT_EQ(tc_open(&sound, memory.get() + 8, 65000, &model, &diagnostic), TC_ERROR_ARGUMENT);
  EXPECT_EQ(tc_open(&sound, nullptr, 65000, &model, &diagnostic), TC_ERROR_ARGUMENT);
  EXPECT_EQ(tc_open(&sound, memory.get(), 65000, nullptr, &diagnostic), TC_ERROR_ARGUMENT);
  EXPECT_EQ(tc_open(&sound, memory.get(), needs.memory_bytes - 1, &model, &diagnostic), TC_ERROR_MEMORY);
  EXPECT_EQ(model, nullptr);
  EXPECT_EQ(diagnostic.expected, needs.memory_bytes);
  EXPECT_EQ(tc_open(&sound, memory.get(), 0, &model, &diagnostic), TC_ERROR_MEMORY);
  EXPECT_EQ(tc_open(&sound, memory.get(), needs.memory_bytes, &model, &diagnostic), TC_OK);
  EXPECT_EQ(diagnostic.status, TC_OK);
  EXPECT_EQ(tc_describe(nullptr, nullptr), TC_ERROR_ARGUMENT);
}

TEST(Api, An_operator_that_is_not_run_is_refused_by_name) {
  testing::ModelBuilder builder;
  const int input = builder.Activation({1, 4, 4, 3}, 0.1f, 0);
  const int middle = builder.Activation({1, 4, 4, 3}, 0.1f, 0);
  const int output = builder.Activation({1, 3}, 0.1f, 0);
  builder.Operator(schema::kAdd, {input, input}, middle, schema::kAddOptions, {});
  builder.Operator(39, {middle}, output, schema::kNoOptions, {});
  ApiModel opened(builder.Finish(input, output));
  EXPECT_EQ(opened.status, TC_ERROR_MODEL_UNSUPPORTED);
  EXPECT_STREQ(opened.diagnostic.what, "TRANSPOSE");
  EXPECT_EQ(opened.diagnostic.operator_index, 1);
  EXPECT_EQ(testing::Line(opened.diagnostic),
            "model not supported: operator 1 is TRANSPOSE (code 39), which this engine does not run");
}

// A model that ends in one operator, whose output passes through RESHAPE.
std::vector<uint8_t> EndingIn(int32_t builtin, int32_t count, const std::vector<int32_t>& input_shape = {1, 1, 1, 4}) {
  testing::ModelBuilder builder;
  const int input = builder.Activation(input_shape, 0.1f, 0);
  const int weights = builder.Int8Constant({count, 1, 1, input_shape[3]}, {0.02f},
                                           std::vector<int8_t>(static_cast<size_t>(count * input_shape[3]), 3));
  const int logits = builder.Activation({1, input_shape[1], input_shape[2], count}, 0.1f, 0);
  const int last = builder.Activation({1, input_shape[1], input_shape[2], count}, 1.0f / 256, -128);
  const int flat = builder.Activation({1, input_shape[1] * input_shape[2] * count}, 1.0f / 256, -128);
  const auto one = testing::Value::Scalar(int32_t{1});
  builder.Operator(schema::kConv2D, {input, weights}, logits, schema::kConv2DOptions,
                   {{schema::conv_2d::kStrideW, one}, {schema::conv_2d::kStrideH, one}});
  builder.Operator(builtin, {logits}, last, builtin == schema::kSoftmax ? schema::kSoftmaxOptions : schema::kNoOptions,
                   builtin == schema::kSoftmax
                       ? std::vector<std::pair<uint32_t, testing::Value>>{{0, testing::Value::Scalar(1.0f)}}
                       : std::vector<std::pair<uint32_t, testing::Value>>{});
  builder.Operator(schema::kReshape, {last}, flat, schema::kReshapeOptions, {});
  return builder.Finish(input, flat);
}

TEST(Api, Probabilities_pass_through_reshape) {
  ApiModel softmax(EndingIn(schema::kSoftmax, 3));
  ASSERT_EQ(softmax.status, TC_OK) << testing::Line(softmax.diagnostic);
  EXPECT_EQ(softmax.description.output_is_softmax, 1u);
  softmax.Run({9, 9, 9, 9});
  tc_prediction best;
  ASSERT_EQ(tc_top(softmax.model, 1, &best), TC_OK);
  EXPECT_EQ(best.probability_permille, 332u);  // 85 of 256.
}

#ifndef TC_TFLM  // Its backend has neither LOGISTIC nor QUANTIZE.
TEST(Api, Sigmoids_are_probabilities_and_other_scales_are_not) {
  EXPECT_EQ(ApiModel(EndingIn(schema::kLogistic, 3)).description.output_is_softmax, 1u);
  EXPECT_EQ(ApiModel(EndingIn(schema::kQuantize, 3)).description.output_is_softmax, 0u);
}

TEST(Api, One_sigmoid_tells_two_classes_apart) {
  ApiModel opened(EndingIn(schema::kLogistic, 1));
  ASSERT_EQ(opened.status, TC_OK) << testing::Line(opened.diagnostic);
  EXPECT_EQ(opened.description.class_count, 2u);
  EXPECT_EQ(opened.description.output_count, 1u);
  const int8_t score = opened.Run({-30, -30, -30, -30})[0];  // Four times -30 * 0.06 is -0.72.
  EXPECT_EQ(score, -43);                                     // 256 / (1 + exp(0.7)) = 84.94
  tc_prediction both[2];
  ASSERT_EQ(tc_top(opened.model, 2, both), TC_OK);
  EXPECT_EQ(both[0].class_index, 0u);
  EXPECT_EQ(both[1].class_index, 1u);
  EXPECT_EQ(both[1].score, score);
  EXPECT_EQ(both[0].score, -score);
  EXPECT_EQ(both[0].probability_permille + both[1].probability_permille, 1000u);
  EXPECT_EQ(both[1].probability_permille, 332u);  // 85 of 256.
}
#endif

TEST(Api, What_feeds_the_input_is_told_by_its_shape) {
  const auto kind = [](const std::vector<int32_t>& shape) {
    ApiModel opened(EndingIn(schema::kSoftmax, 1, shape));
    return opened.status == TC_OK ? static_cast<int>(opened.description.input_kind) : -1;
  };
  EXPECT_EQ(kind({1, 13, 5, 1}), TC_INPUT_GREY);
  EXPECT_EQ(kind({1, 8, 8, 3}), TC_INPUT_RGB);
  EXPECT_EQ(kind({1, 8, 8, 2}), TC_INPUT_TENSOR);
  EXPECT_EQ(kind({1, 49, 10, 1}), TC_INPUT_TENSOR);  // A spectrum.
  EXPECT_EQ(kind({1, 128, 3, 1}), TC_INPUT_TENSOR);  // A series of accelerations.
}

TEST(Api, Ends_that_are_no_classifiers_are_refused_with_what_to_do) {
  testing::ModelBuilder map;
  const int input = map.Activation({1, 4, 4, 3}, 0.1f, 0);
  const int output = map.Activation({1, 4, 4, 3}, 0.1f, 0);
  map.Operator(schema::kAdd, {input, input}, output, schema::kAddOptions, {});
  EXPECT_EQ(testing::Line(ApiModel(map.Finish(input, output)).diagnostic),
            "model not supported: a map at the model's output, no classifier's vector: elements: seen 48, expected 3");
  testing::ModelBuilder with_floats;
  const int numbers = with_floats.Tensor({1, 4}, schema::kFloat32, {}, {}, {});
  const int codes = with_floats.Activation({1, 4}, 0.1f, 0);
  with_floats.Operator(schema::kQuantize, {numbers}, codes, schema::kNoOptions, {});
  EXPECT_EQ(testing::Line(ApiModel(with_floats.Finish(numbers, codes)).diagnostic),
            "model not supported: float or uint8 ends (run tinyclassify prepare on the PC): type: seen 0, expected 9");
}

// Old converters leave them in the file: float32, float16, int32, uint8, int64, bool, int16, float64.
TEST(Api, Tensors_that_no_operator_uses_may_be_of_any_type) {
  testing::ModelBuilder builder;
  const int input = builder.Activation({1, 2, 2, 3}, 0.1f, 0);
  for (const int type : {0, 1, 2, 3, 4, 6, 7, 10}) builder.Tensor({1, 7}, static_cast<int8_t>(type), {}, {}, {});
  const int output = builder.Activation({1, 12}, 0.1f, 0);
  builder.Operator(schema::kReshape, {input}, output, schema::kReshapeOptions, {});
  const ApiModel opened(builder.Finish(input, output));
  EXPECT_EQ(opened.status, TC_OK) << testing::Line(opened.diagnostic);
}

// As a build with TC_CHECK_WORDS=0 gives them.
TEST(Api, A_diagnostic_without_words_says_where_to_read_them) {
  const tc_diagnostic diagnostic = {TC_ERROR_MODEL_CORRUPT, 3, -1, 7, ""};
  EXPECT_EQ(testing::Line(diagnostic), "model corrupt: operator 3: seen -1, expected 7; tinyclassify inspect tells of what");
}

// A microcontroller's build tells the code alone, and links the names only where this is called.
TEST(Api, A_diagnostic_is_given_the_operators_name) {
  testing::ModelBuilder builder;
  const int input = builder.Activation({1, 4, 4, 3}, 0.1f, 0);
  const int output = builder.Activation({1, 3}, 0.1f, 0);
  builder.Operator(161, {input}, output, schema::kNoOptions, {});
  tc_diagnostic diagnostic = ApiModel(builder.Finish(input, output)).diagnostic;
  tc_name_operator(&diagnostic);
  EXPECT_STREQ(diagnostic.what, "RIGHT_SHIFT");
  EXPECT_EQ(testing::Line(diagnostic),
            "model not supported: operator 0 is RIGHT_SHIFT (code 161), which this engine does not run");
  tc_diagnostic other = {TC_ERROR_MEMORY, 2, 39, 40, "memory"};
  tc_name_operator(&other);
  EXPECT_STREQ(other.what, "memory");
  tc_name_operator(nullptr);
}

TEST(Api, An_operator_newer_than_the_names_is_refused_by_its_code) {
  testing::ModelBuilder builder;
  const int input = builder.Activation({1, 4, 4, 3}, 0.1f, 0);
  const int output = builder.Activation({1, 3}, 0.1f, 0);
  builder.Operator(300, {input}, output, schema::kNoOptions, {});
  EXPECT_EQ(testing::Line(ApiModel(builder.Finish(input, output)).diagnostic),
            "model not supported: operator 0 is of a kind (code 300), which this engine does not run");
}

TEST(Api, Diagnostics_fit_the_line_that_is_given) {
  const tc_diagnostic diagnostic = {TC_ERROR_MODEL_CORRUPT, -1, INT64_MIN, 7, "tensor buffer index"};
  char line[200];
  const std::string whole = "model corrupt: tensor buffer index: seen -9223372036854775808, expected 7";
  EXPECT_EQ(tc_format_diagnostic(&diagnostic, line, sizeof(line)), whole.size());
  EXPECT_EQ(line, whole);
  for (uint32_t capacity = 1; capacity <= whole.size() + 1; ++capacity) {
    EXPECT_EQ(tc_format_diagnostic(&diagnostic, line, capacity), capacity - 1);
    EXPECT_EQ(line, whole.substr(0, capacity - 1));
  }
  EXPECT_EQ(tc_format_diagnostic(&diagnostic, line, 0), 0u);
  for (int32_t status = 0; status >= -7; --status) EXPECT_STRNE(tc_status_name(status), "unknown status");
  EXPECT_STREQ(tc_status_name(1), "unknown status");
}

}  // namespace
}  // namespace tinyclassify
