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
  int Weights(const std::vector<int32_t>& shape, int channels, int axis) {
    size_t elements = 1;
    for (const int32_t dim : shape) elements *= static_cast<size_t>(dim);
    weight_scales_.clear();
    for (int i = 0; i < channels; ++i) weight_scales_.push_back(RandomScale(&random_) * 0.2f);
    return builder_.Int8Constant(shape, weight_scales_, RandomBytes(elements, &random_), axis);
  }
  int Bias(int channels) {
    std::vector<int32_t> bias;
    for (int i = 0; i < channels; ++i) bias.push_back(static_cast<int32_t>(random_() % 401) - 200);
    return builder_.Int32Constant({channels}, {}, bias);
  }
  int Convolution(int input, int side, int channels, int outputs, int kernel, int stride, bool depthwise) {
    const int out_side = (side + stride - 1) / stride;
    const bool relu6 = depthwise || outputs > channels;
    // ReLU6 leaves 0 to 6, and a trained network's codes use the whole of it.
    const std::vector<int32_t> shape = {1, out_side, out_side, outputs};
    const int output = relu6 ? Relu6Activation(shape) : Activation(shape);
    const int weights = depthwise ? Weights({1, kernel, kernel, outputs}, outputs, 3)
                                  : Weights({outputs, kernel, kernel, channels}, outputs, 0);
    std::vector<std::pair<uint32_t, Value>> options = {{schema::conv_2d::kStrideW, Value::Scalar(int32_t{stride})},
                                                       {schema::conv_2d::kStrideH, Value::Scalar(int32_t{stride})}};
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
};

/// A network with every operator that the engine runs, in the manner of a MobileNet: first convolution, an inverted
/// residual block with its ADD, PAD, MAX_POOL_2D, a strided depthwise, AVERAGE_POOL_2D, RESHAPE, FULLY_CONNECTED,
/// SOFTMAX.
class SmallNetwork : public RandomLayers {
 public:
  /// @param requantization  the metadata entry, empty for none
  explicit SmallNetwork(uint32_t seed, int32_t side = 10, bool softmax = true,
                        const std::vector<uint8_t>& requantization = {})
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
