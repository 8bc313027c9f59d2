#ifndef TINYCLASSIFY_TESTS_NETWORKS_H
#define TINYCLASSIFY_TESTS_NETWORKS_H

#include <random>
#include <string>
#include <vector>

#include "tests/single_layer.h"

namespace tinyclassify::testing {

/// Layers with random numbers, put one behind the other.
class RandomLayers {
 public:
  std::vector<uint8_t> file;

 protected:
  explicit RandomLayers(uint32_t seed) : random_(seed) {}

  // Activations have one of two quantizations, as the pools and PAD want it.
  int Activation(const std::vector<int32_t>& shape) { return builder_.Activation(shape, 0.05f, -20); }
  int Relu6Activation(const std::vector<int32_t>& shape) { return builder_.Activation(shape, 6.0f / 255, -128); }
  // As TFLite's converter leaves channels that died in training: weights of 0, a scale near 0, a bias of +-2^30.
  bool IsDead(size_t channel) const { return some_channels_died_ && channel % 4 == 1; }
  int Weights(const std::vector<int32_t>& shape, int channels, int axis) {
    size_t elements = 1;
    for (const int32_t dim : shape) elements *= static_cast<size_t>(dim);
    const size_t count = static_cast<size_t>(channels);
    weight_scales_.clear();
    for (size_t i = 0; i < count; ++i) {
      const float scale = RandomScale(&random_);
      weight_scales_.push_back(IsDead(i) ? std::ldexp(scale, -20) : scale * 0.2f);
    }
    std::vector<int8_t> weights = RandomBytes(elements, &random_);
    for (size_t i = 0; i < elements; ++i) {
      if (IsDead(axis == 0 ? i / (elements / count) : i % count)) weights[i] = 0;
    }
    return builder_.Int8Constant(shape, weight_scales_, weights, axis);
  }
  int Bias(int channels) {
    std::vector<int32_t> bias;
    for (int i = 0; i < channels; ++i) {
      const auto value = static_cast<int32_t>(random_() % 401) - 200;
      bias.push_back(!IsDead(static_cast<size_t>(i)) ? value : (value < 0 ? -(1 << 30) : 1 << 30));
    }
    return builder_.Int32Constant({channels}, {}, bias);
  }
  int Convolution(int input, int side, int channels, int outputs, int kernel, int stride, bool depthwise,
                  schema::Padding padding = schema::kSame) {
    const int out_side = padding == schema::kSame ? (side + stride - 1) / stride : (side - kernel) / stride + 1;
    const bool relu6 = depthwise || outputs > channels;
    // ReLU6 leaves 0 to 6, and a trained network's codes use the whole of it.
    const std::vector<int32_t> shape = {1, out_side, out_side, outputs};
    const int output = relu6 ? Relu6Activation(shape) : Activation(shape);
    const int weights =
        depthwise ? Weights({1, kernel, kernel, outputs}, outputs, 3) : Weights({outputs, kernel, kernel, channels}, outputs, 0);
    std::vector<std::pair<uint32_t, Value>> options = {{schema::conv_2d::kStrideW, Value::Scalar(int32_t{stride})},
                                                       {schema::conv_2d::kStrideH, Value::Scalar(int32_t{stride})}};
    if (padding != schema::kSame) options.push_back({schema::conv_2d::kPadding, Value::Scalar(int8_t{schema::kValid})});
    const uint32_t activation =
        depthwise ? uint32_t{schema::depthwise_conv_2d::kActivation} : uint32_t{schema::conv_2d::kActivation};
    if (relu6) options.push_back({activation, Value::Scalar(int8_t{schema::kFusedRelu6})});
    // LiteRT and our engine take it from the shapes, TFLM from here.
    if (depthwise) options.push_back({schema::depthwise_conv_2d::kDepthMultiplier, Value::Scalar(int32_t{1})});
    builder_.Operator(depthwise ? schema::kDepthwiseConv2D : schema::kConv2D, {input, weights, Bias(outputs)}, output,
                      depthwise ? schema::kDepthwiseConv2DOptions : schema::kConv2DOptions, options);
    return output;
  }
  int Add(int first, int second, int side, int channels) {
    const int output = Activation({1, side, side, channels});
    builder_.Operator(schema::kAdd, {first, second}, output, schema::kAddOptions, {});
    return output;
  }
  int Padded(int input, int side, int channels) {
    const int paddings = builder_.Int32Constant({4, 2}, {}, {0, 0, 1, 1, 1, 1, 0, 0});
    const int output = Activation({1, side + 2, side + 2, channels});
    builder_.Operator(schema::kPad, {input, paddings}, output, schema::kPadOptions, {});
    return output;
  }
  int Pool(int32_t builtin, int input, int side, int channels, int kernel) {
    // The average pool stands behind a ReLU6, the greatest behind a PAD.
    const std::vector<int32_t> shape = {1, side / kernel, side / kernel, channels};
    const int output = builtin == schema::kAveragePool2D ? Relu6Activation(shape) : Activation(shape);
    builder_.Operator(builtin, {input}, output, schema::kPool2DOptions,
                      {{schema::pool_2d::kPadding, Value::Scalar(int8_t{schema::kValid})},
                       {schema::pool_2d::kStrideW, Value::Scalar(int32_t{kernel})},
                       {schema::pool_2d::kStrideH, Value::Scalar(int32_t{kernel})},
                       {schema::pool_2d::kFilterW, Value::Scalar(int32_t{kernel})},
                       {schema::pool_2d::kFilterH, Value::Scalar(int32_t{kernel})}});
    return output;
  }

  // Ends with a classifier: FULLY_CONNECTED, and SOFTMAX where it is asked for.
  void Finish(int input, int last, int channels, int classes, bool softmax) {
    const int flat = Relu6Activation({1, channels});
    builder_.Operator(schema::kReshape, {last}, flat, schema::kReshapeOptions, {});
    int output = Activation({1, classes});
    builder_.Operator(schema::kFullyConnected, {flat, Weights({classes, channels}, classes, 0), Bias(classes)}, output,
                      schema::kFullyConnectedOptions, {});
    if (softmax) {
      const int logits = output;
      output = builder_.Activation({1, classes}, 1.0f / 256, -128);
      builder_.Operator(schema::kSoftmax, {logits}, output, schema::kSoftmaxOptions,
                        {{schema::softmax::kBeta, Value::Scalar(1.0f)}});
    }
    file = builder_.Finish(input, output);
  }

  std::mt19937 random_;
  ModelBuilder builder_;
  std::vector<float> weight_scales_;
  bool some_channels_died_ = false;
};

/// A network with every operator that the engine runs, in the manner of a MobileNet: first convolution, an inverted
/// residual block with its ADD, PAD, MAX_POOL_2D, a strided depthwise, AVERAGE_POOL_2D, RESHAPE, FULLY_CONNECTED,
/// SOFTMAX.
class SmallNetwork : public RandomLayers {
 public:
  /// @param requantization  the metadata entry, empty for none
  explicit SmallNetwork(uint32_t seed, int32_t side = 10, bool softmax = true, const std::vector<uint8_t>& requantization = {})
      : RandomLayers(seed) {
    builder_.Requantization(requantization);
    const int input = builder_.Activation({1, side, side, 3}, 1.0f / 128, 0);
    int last = Convolution(input, side, 3, 8, 3, 1, false);
    const int block = last;
    last = Convolution(last, side, 8, 24, 1, 1, false);
    last = Convolution(last, side, 24, 24, 3, 1, true);
    last = Convolution(last, side, 24, 8, 1, 1, false);
    last = Add(block, last, side, 8);
    last = Padded(last, side, 8);
    last = Pool(schema::kMaxPool2D, last, side + 2, 8, 2);
    side = (side + 2) / 2;
    last = Convolution(last, side, 8, 8, 3, 2, true);
    side = (side + 1) / 2;
    last = Convolution(last, side, 8, 12, 1, 1, false);
    last = Pool(schema::kAveragePool2D, last, side, 12, side);
    builder_.Labels("ant\nbee\ncat\r\n\nÄmeise");
    builder_.Description("small network");
    Finish(input, last, 12, 5, softmax);
  }
};

/// What converters write of others' networks: dead channels, PAD before a VALID convolution, HARD_SWISH, a depthwise 5x5,
/// squeeze and excite (MEAN, LOGISTIC, MUL with broadcasting), CONCATENATION, QUANTIZE between scales, MEAN at the end.
class ConvertedNetwork : public RandomLayers {
 public:
  explicit ConvertedNetwork(uint32_t seed, int32_t side = 11) : RandomLayers(seed) {
    some_channels_died_ = true;
    const int input = builder_.Activation({1, side, side, 3}, 1.0f / 128, 0);
    const int padded = builder_.Activation({1, side + 1, side + 1, 3}, 1.0f / 128, 0);
    const int paddings = builder_.Int32Constant({4, 2}, {}, {0, 0, 0, 1, 0, 1, 0, 0});
    builder_.Operator(schema::kPad, {input, paddings}, padded, schema::kPadOptions, {});
    int last = Convolution(padded, side + 1, 3, 8, 3, 2, false, schema::kValid);
    side = (side + 1 - 3) / 2 + 1;
    last = Convolution(last, side, 8, 16, 1, 1, false);
    last = Plain(schema::kHardSwish, {last}, Activation({1, side, side, 16}), schema::kHardSwishOptions);
    last = Convolution(last, side, 16, 16, 5, 1, true);
    const int gates = Plain(schema::kLogistic, {Convolution(Mean(last, 16), 1, 16, 16, 1, 1, false)},
                            builder_.Activation({1, 1, 1, 16}, 1.0f / 256, -128), schema::kNoOptions);
    last = Plain(schema::kMul, {last, gates}, Activation({1, side, side, 16}), schema::kMulOptions);
    const int rectified = Plain(schema::kRelu, {last}, Activation({1, side, side, 16}), schema::kNoOptions);
    const int both = Activation({1, side, side, 32});
    builder_.Operator(schema::kConcatenation, {last, rectified}, both, schema::kConcatenationOptions,
                      {{schema::concatenation::kAxis, Value::Scalar(int32_t{3})}});
    last = Convolution(both, side, 32, 12, 1, 1, false);
    last = Plain(schema::kQuantize, {last}, Relu6Activation({1, side, side, 12}), schema::kQuantizeOptions);
    some_channels_died_ = false;
    Finish(input, Mean(last, 12), 12, 5, false);
  }

 private:
  int Plain(int32_t builtin, const std::vector<int32_t>& inputs, int output, schema::OptionsType options) {
    builder_.Operator(builtin, inputs, output, options, {});
    return output;
  }
  // Over height and width, of what a ReLU6 left.
  int Mean(int input, int channels) {
    const int output = Relu6Activation({1, 1, 1, channels});
    builder_.Operator(schema::kMean, {input, builder_.Int32Constant({2}, {}, {1, 2})}, output, schema::kReducerOptions,
                      {{0, Value::Scalar(int8_t{1})}});
    return output;
  }
};

/// A MobileNetV2 for 32x32 pictures with 16 inverted residual blocks, 14 million multiply-accumulates.
class MobileNet : public RandomLayers {
 public:
  explicit MobileNet(uint32_t seed) : RandomLayers(seed) {
    struct Stage {
      int expansion, channels, blocks, stride;
    };
    const Stage stages[] = {{1, 8, 1, 1}, {4, 12, 2, 1}, {4, 16, 3, 2}, {4, 32, 4, 2}, {4, 48, 3, 1}, {4, 80, 3, 2}};
    int side = 32;
    int channels = 16;
    const int input = builder_.Activation({1, side, side, 3}, 1.0f / 128, 0);
    int last = Convolution(input, side, 3, channels, 3, 1, false);
    for (const Stage& stage : stages) {
      for (int block = 0; block < stage.blocks; ++block) {
        const int stride = block == 0 ? stage.stride : 1;
        const int wide = channels * stage.expansion;
        const int from = last;
        if (stage.expansion != 1) last = Convolution(last, side, channels, wide, 1, 1, false);
        last = Convolution(last, side, wide, wide, 3, stride, true);
        side = (side + stride - 1) / stride;
        last = Convolution(last, side, wide, stage.channels, 1, 1, false);
        if (stride == 1 && channels == stage.channels) last = Add(from, last, side, channels);
        channels = stage.channels;
      }
    }
    last = Convolution(last, side, channels, 320, 1, 1, false);
    last = Pool(schema::kAveragePool2D, last, side, 320, side);
    builder_.Description("random MobileNetV2");
    Finish(input, last, 320, 10, false);
  }
};

}  // namespace tinyclassify::testing

#endif
