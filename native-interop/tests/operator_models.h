#ifndef TINYCLASSIFY_TESTS_OPERATOR_MODELS_H
#define TINYCLASSIFY_TESTS_OPERATOR_MODELS_H

#include <algorithm>
#include <cmath>
#include <random>
#include <string>
#include <vector>

#include "tests/model_builder.h"
#include "tests/single_layer.h"

namespace tinyclassify::testing {

/// A random model of one operator, ended by RESHAPE to the shape of a classifier's output, and what it computes.
struct OperatorModel {
  std::string name;
  std::vector<int32_t> shape;  ///< Of the input, NHWC.
  float input_scale = 1.0f;
  int input_zero_point = 0;
  std::vector<int32_t> output_shape;
  float output_scale = 1.0f;
  int output_zero_point = 0;
  std::vector<int8_t> constant;  ///< Second input of an arithmetic operator.
  std::vector<int32_t> constant_shape;
  float constant_scale = 1.0f;
  int constant_zero_point = 0;
  std::vector<int32_t> numbers;  ///< Axes; start and stride of each dimension; sizes of parts.
  float alpha = 0.0f;
  int activation = 0;
  std::vector<uint8_t> file;
};

class OperatorModels {
 public:
  explicit OperatorModels(uint32_t seed) : random_(seed) {}

  static std::vector<std::string> Names() {
    return {"RELU", "RELU6", "RELU_N1_TO_1", "LEAKY_RELU",    "QUANTIZE",      "LOGISTIC", "HARD_SWISH",         "MEAN",
            "ADD",  "SUB",   "MUL",          "CONCATENATION", "STRIDED_SLICE", "SPLIT",    "SQUARED_DIFFERENCE", "RSQRT"};
  }

  OperatorModel Make(const std::string& name) {
    OperatorModel model;
    model.name = name;
    model.shape = {1, Pick(1, 9), Pick(1, 9), Pick(1, 24)};
    model.input_scale = Scale();
    model.input_zero_point = Pick(-128, 127);
    model.output_shape = model.shape;
    model.output_scale = model.input_scale * Ratio();
    model.output_zero_point = Pick(-128, 127);
    ModelBuilder builder;
    const int input = builder.Activation(model.shape, model.input_scale, model.input_zero_point);
    const int last = Append(&model, input, &builder);
    int32_t elements = 1;
    for (const int32_t size : model.output_shape) elements *= size;
    model.file = FinishFlat(&builder, input, last, elements, model.output_scale, model.output_zero_point);
    return model;
  }

 private:
  int Pick(int low, int high) { return low + static_cast<int>(random_() % static_cast<uint32_t>(high - low + 1)); }
  float Scale() { return RandomScale(&random_); }
  float Ratio() { return std::ldexp(1.0f + static_cast<float>(Pick(0, 4095)) / 4096.0f, Pick(-3, 1)); }
  static Value I32(int value) { return Value::Scalar(static_cast<int32_t>(value)); }
  static Value I8(int value) { return Value::Scalar(static_cast<int8_t>(value)); }

  int Output(const OperatorModel& model, ModelBuilder* builder) {
    return builder->Activation(model.output_shape, model.output_scale, model.output_zero_point);
  }

  void KeepQuantization(OperatorModel* model) {
    model->output_scale = model->input_scale;
    model->output_zero_point = model->input_zero_point;
  }

  int Append(OperatorModel* model, int input, ModelBuilder* builder) {
    const std::string& name = model->name;
    if (name == "MEAN") return Mean(model, input, builder);
    if (name == "ADD" || name == "SUB" || name == "MUL" || name == "SQUARED_DIFFERENCE") return Arithmetic(model, input, builder);
    if (name == "CONCATENATION") return Concatenation(model, input, builder);
    if (name == "STRIDED_SLICE") return StridedSlice(model, input, builder);
    if (name == "SPLIT") return Split(model, input, builder);
    int code = schema::kRelu;
    if (name == "RELU6") code = schema::kRelu6;
    if (name == "RELU_N1_TO_1") code = schema::kReluN1To1;
    if (name == "QUANTIZE") code = schema::kQuantize;
    if (name == "HARD_SWISH") code = schema::kHardSwish;
    if (name == "RSQRT") code = schema::kRsqrt;
    if (name == "LOGISTIC") {
      code = schema::kLogistic;
      model->output_scale = 1.0f / 256.0f;
      model->output_zero_point = -128;
    }
    // TFLM's RELU6 moves codes; converters write it so.
    if (name == "RELU6" || name == "RELU_N1_TO_1") KeepQuantization(model);
    if (name == "LEAKY_RELU") {
      model->alpha = static_cast<float>(Pick(1, 60)) / 100.0f;
      const int output = Output(*model, builder);
      builder->Operator(schema::kLeakyRelu, {input}, output, schema::kLeakyReluOptions,
                        {{schema::leaky_relu::kAlpha, Value::Scalar(model->alpha)}});
      return output;
    }
    const int output = Output(*model, builder);
    builder->Operator(code, {input}, output, schema::kNoOptions, {});
    return output;
  }

  int Mean(OperatorModel* model, int input, ModelBuilder* builder) {
    if (Pick(0, 2) != 0) {
      model->numbers = {1, 2};
    } else {
      model->numbers = {Pick(1, 3)};
      if (Pick(0, 1) == 0) model->numbers.push_back(-1);
    }
    for (const int32_t axis : model->numbers) model->output_shape[static_cast<size_t>(axis < 0 ? axis + 4 : axis)] = 1;
    if (Pick(0, 2) == 0) KeepQuantization(model);
    const int axes = builder->Int32Constant({static_cast<int32_t>(model->numbers.size())}, {}, model->numbers);
    const int output = Output(*model, builder);
    builder->Operator(schema::kMean, {input, axes}, output, schema::kReducerOptions, {{0, Value::Scalar(int8_t{1})}});
    return output;
  }

  int Arithmetic(OperatorModel* model, int input, ModelBuilder* builder) {
    const std::string& name = model->name;
    model->constant_shape = model->shape;
    for (size_t i = 1; i < 4 && Pick(0, 2) != 0; ++i) model->constant_shape[i] = 1;
    size_t count = 1;
    for (const int32_t size : model->constant_shape) count *= static_cast<size_t>(size);
    model->constant = RandomBytes(count, &random_);
    model->constant_scale = Scale();
    model->constant_zero_point = Pick(-128, 127);
    const bool square = name == "SQUARED_DIFFERENCE";
    model->activation = square ? 0 : Pick(0, 3);
    const float spread = name == "MUL" ? model->constant_scale * 100.0f : 1.0f + model->constant_scale / model->input_scale;
    const float both = std::max(model->input_scale, model->constant_scale) * 2.0f;
    model->output_scale = square ? both * both * 60.0f : model->input_scale * spread;
    model->output_scale *= 0.5f + static_cast<float>(Pick(0, 100)) / 100.0f;
    std::vector<uint8_t> bytes(model->constant.begin(), model->constant.end());
    const int constant =
        builder->Tensor(model->constant_shape, schema::kInt8, {model->constant_scale}, {model->constant_zero_point}, bytes);
    const int output = Output(*model, builder);
    if (square) {
      builder->Operator(schema::kSquaredDifference, {input, constant}, output, schema::kSquaredDifferenceOptions, {});
      return output;
    }
    const bool sum = name == "ADD";
    const bool product = name == "MUL";
    builder->Operator(sum ? schema::kAdd : (product ? schema::kMul : schema::kSub), {input, constant}, output,
                      sum ? schema::kAddOptions : (product ? schema::kMulOptions : schema::kSubOptions),
                      {{schema::add::kActivation, I8(model->activation)}});
    return output;
  }

  // The input, its maxima over 3x3, and itself again.
  int Concatenation(OperatorModel* model, int input, ModelBuilder* builder) {
    namespace field = schema::pool_2d;
    KeepQuantization(model);
    const int maxima = builder->Activation(model->shape, model->input_scale, model->input_zero_point);
    builder->Operator(schema::kMaxPool2D, {input}, maxima, schema::kPool2DOptions,
                      {{field::kPadding, I8(schema::kSame)},
                       {field::kStrideW, I32(1)},
                       {field::kStrideH, I32(1)},
                       {field::kFilterW, I32(3)},
                       {field::kFilterH, I32(3)}});
    const int axis = Pick(1, 3);
    model->numbers = {axis};
    model->output_shape[static_cast<size_t>(axis)] *= 3;
    const int output = Output(*model, builder);
    builder->Operator(schema::kConcatenation, {input, maxima, input}, output, schema::kConcatenationOptions,
                      {{schema::concatenation::kAxis, I32(Pick(0, 1) == 0 ? axis : axis - 4)}});
    return output;
  }

  int StridedSlice(OperatorModel* model, int input, ModelBuilder* builder) {
    namespace field = schema::strided_slice;
    KeepQuantization(model);
    std::vector<int32_t> begin, end, stride;
    int begin_mask = 0;
    int end_mask = 0;
    for (size_t i = 0; i < 4; ++i) {
      const int size = model->shape[i];
      int first = Pick(0, size - 1);
      int last = Pick(first + 1, size);
      const int step = Pick(1, 3);
      begin.push_back(first != 0 && Pick(0, 1) == 0 ? first - size : first);
      end.push_back(last != size && Pick(0, 1) == 0 ? last - size : last);
      stride.push_back(step);
      if (Pick(0, 3) == 0) {
        begin_mask |= 1 << i;
        first = 0;
      }
      if (Pick(0, 3) == 0) {
        end_mask |= 1 << i;
        last = size;
      }
      model->numbers.push_back(first);
      model->numbers.push_back(step);
      model->output_shape[i] = (last - first + step - 1) / step;
    }
    const int output = Output(*model, builder);
    builder->Operator(schema::kStridedSlice,
                      {input, builder->Int32Constant({4}, {}, begin), builder->Int32Constant({4}, {}, end),
                       builder->Int32Constant({4}, {}, stride)},
                      output, schema::kStridedSliceOptions,
                      {{field::kBeginMask, I32(begin_mask)}, {field::kEndMask, I32(end_mask)}});
    return output;
  }

  // Parts, and the last of them in front again.
  int Split(OperatorModel* model, int input, ModelBuilder* builder) {
    KeepQuantization(model);
    const int axis = Pick(1, 3);
    const size_t dimension = static_cast<size_t>(axis);
    int parts = Pick(1, 4);
    while (model->shape[dimension] % parts != 0) --parts;
    std::vector<int32_t> shape = model->shape;
    shape[dimension] /= parts;
    std::vector<int32_t> outputs;
    for (int i = 0; i < parts; ++i) {
      outputs.push_back(builder->Activation(shape, model->output_scale, model->output_zero_point));
    }
    builder->Operator(schema::kSplit, {builder->Int32Constant({}, {}, {axis}), input}, outputs, schema::kSplitOptions,
                      {{0, I32(parts)}});
    model->numbers = {axis, shape[dimension]};
    const int output = Output(*model, builder);
    std::vector<int32_t> order = {outputs.back()};
    order.insert(order.end(), outputs.begin(), outputs.end() - 1);
    builder->Operator(schema::kConcatenation, order, output, schema::kConcatenationOptions,
                      {{schema::concatenation::kAxis, I32(axis)}});
    return output;
  }

  std::mt19937 random_;
};

}  // namespace tinyclassify::testing

#endif
