#ifndef TINYCLASSIFY_TESTS_SINGLE_LAYER_H
#define TINYCLASSIFY_TESTS_SINGLE_LAYER_H

#include <random>
#include <vector>

#include "tests/model_builder.h"
#include "tests/open_model.h"
#include "tests/oracle.h"

namespace tinyclassify::testing {

/// Ends a model with RESHAPE to [1, elements], the shape that a classifier's output has.
inline std::vector<uint8_t> FinishFlat(ModelBuilder* builder, int input, int last, int32_t elements, float scale,
                                       int64_t zero_point) {
  const int flat = builder->Activation({1, elements}, scale, zero_point);
  builder->Operator(schema::kReshape, {last, builder->Int32Constant({2}, {}, {1, elements})}, flat, schema::kReshapeOptions, {});
  return builder->Finish(input, flat);
}

inline float RandomScale(std::mt19937* random) {
  return std::ldexp(1.0f + static_cast<float>((*random)() % 4096) / 4096.0f, -4 - static_cast<int>((*random)() % 4));
}

/// Appends a convolution with the numbers of `layer`. @return its output
inline int AppendConvolution(const OracleConvolution& layer, int input, ModelBuilder* builder) {
  std::vector<int32_t> inputs = {input};
  const std::vector<int32_t> shape =
      layer.depthwise ? std::vector<int32_t>{1, layer.kernel_height, layer.kernel_width, layer.output_channels}
                      : std::vector<int32_t>{layer.output_channels, layer.kernel_height, layer.kernel_width, layer.channels};
  inputs.push_back(builder->Int8Constant(shape, layer.weight_scales, layer.weights, layer.depthwise ? 3 : 0));
  if (!layer.bias.empty()) {
    std::vector<float> bias_scales;
    for (const float scale : layer.weight_scales) bias_scales.push_back(scale * layer.input_scale);
    inputs.push_back(builder->Int32Constant({layer.output_channels}, bias_scales, layer.bias));
  }
  const int output = builder->Activation({1, layer.OutputHeight(), layer.OutputWidth(), layer.output_channels},
                                         layer.output_scale, layer.output_zero_point);
  const auto i8 = [](int value) { return Value::Scalar(static_cast<int8_t>(value)); };
  const auto i32 = [](int value) { return Value::Scalar(static_cast<int32_t>(value)); };
  if (layer.depthwise) {
    namespace field = schema::depthwise_conv_2d;
    builder->Operator(schema::kDepthwiseConv2D, inputs, output, schema::kDepthwiseConv2DOptions,
                      {{field::kPadding, i8(layer.padding)},
                       {field::kStrideW, i32(layer.stride_width)},
                       {field::kStrideH, i32(layer.stride_height)},
                       {field::kDepthMultiplier, i32(layer.output_channels / layer.channels)},
                       {field::kActivation, i8(layer.activation)},
                       {field::kDilationW, i32(layer.dilation_width)},
                       {field::kDilationH, i32(layer.dilation_height)}});
  } else {
    namespace field = schema::conv_2d;
    builder->Operator(schema::kConv2D, inputs, output, schema::kConv2DOptions,
                      {{field::kPadding, i8(layer.padding)},
                       {field::kStrideW, i32(layer.stride_width)},
                       {field::kStrideH, i32(layer.stride_height)},
                       {field::kActivation, i8(layer.activation)},
                       {field::kDilationW, i32(layer.dilation_width)},
                       {field::kDilationH, i32(layer.dilation_height)}});
  }
  return output;
}

/// A model of one convolution with the numbers of `layer`.
inline std::vector<uint8_t> ConvolutionModel(const OracleConvolution& layer) {
  ModelBuilder builder;
  const int input = builder.Activation({1, layer.height, layer.width, layer.channels}, layer.input_scale, layer.input_zero_point);
  const int output = AppendConvolution(layer, input, &builder);
  const int32_t elements = layer.OutputHeight() * layer.OutputWidth() * layer.output_channels;
  return FinishFlat(&builder, input, output, elements, layer.output_scale, layer.output_zero_point);
}

/// Makes one channel what real converters write for channels that died in training, or one with a factor that the fast
/// kernels' short way does not take. The layer has a bias and a scale for each channel.
inline void MakeIrregular(OracleConvolution* layer, size_t channel, std::mt19937* random) {
  const auto pick = [&](int count) { return static_cast<int>((*random)() % static_cast<uint32_t>(count)); };
  const size_t channels = static_cast<size_t>(layer->output_channels);
  const size_t count = layer->weights.size() / channels;
  const auto weight = [&](size_t i) -> int8_t& {
    return layer->weights[layer->depthwise ? i * channels + channel : channel * count + i];
  };
  const float unit = layer->output_scale / layer->input_scale;
  const int kind = pick(5);
  for (size_t i = 0; i < count; ++i) weight(i) = static_cast<int8_t>(kind == 0 || pick(4) != 0 ? 0 : pick(3) - 1);
  if (kind < 3) {  // All zeros, or nearly; with a bias of +-2^30 and a scale near 0, or of 0.
    layer->bias[channel] = (pick(2) == 0 ? 1 : -1) * ((1 << 30) + (pick(2) == 0 ? 128 : 0));
    layer->weight_scales[channel] = kind == 2 ? 0.0f : std::ldexp(unit * static_cast<float>(1 + pick(200)), -30);
  } else {  // Factors of 1/2 and more, of 1 and more.
    layer->bias[channel] = pick(41) - 20;
    layer->weight_scales[channel] = unit * static_cast<float>(64 + pick(1000)) / 128.0f;
  }
}

/// Fills in what a layer's shape leaves open: scales such that outputs use the int8 range, weights, bias.
inline void RandomiseNumbers(OracleConvolution* layer, std::mt19937* random) {
  const size_t channels = static_cast<size_t>(layer->output_channels);
  const size_t taps = static_cast<size_t>(layer->kernel_height * layer->kernel_width);
  const size_t depth = layer->depthwise ? 1 : static_cast<size_t>(layer->channels);
  layer->input_scale = RandomScale(random);
  layer->input_zero_point = static_cast<int8_t>((*random)());
  layer->output_zero_point = static_cast<int8_t>((*random)());
  const bool per_channel = (*random)() % 4 != 0;
  layer->weight_scales.clear();
  for (size_t i = 0; i < (per_channel ? channels : 1); ++i) layer->weight_scales.push_back(RandomScale(random));
  layer->weights = RandomBytes(channels * taps * depth, random);
  // sqrt(taps) * 74 * 148 is the spread of an accumulator of random codes.
  const double spread = std::sqrt(static_cast<double>(taps * depth)) * 74.0 * 148.0;
  const double real = static_cast<double>(layer->input_scale) * layer->weight_scales[0] * spread / 60.0;
  layer->output_scale = static_cast<float>(real * (0.6 + static_cast<double>((*random)() % 100) / 100.0));
  layer->bias.clear();
  if ((*random)() % 4 != 0) {
    for (size_t i = 0; i < channels; ++i) {
      layer->bias.push_back(static_cast<int32_t>((*random)() % 20001) - 10000);
    }
  }
  if (!per_channel || layer->bias.empty() || (*random)() % 3 != 0) return;
  for (size_t i = 0; i < channels; ++i) {
    if ((*random)() % 4 == 0) MakeIrregular(layer, i, random);
  }
}

}  // namespace tinyclassify::testing

#endif
