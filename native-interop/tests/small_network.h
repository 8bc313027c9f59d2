#ifndef TINYCLASSIFY_TESTS_SMALL_NETWORK_H
#define TINYCLASSIFY_TESTS_SMALL_NETWORK_H

#include <random>
#include <string>
#include <vector>

#include "tests/single_layer.h"

namespace tinyclassify::testing {

/// A network with every operator that the engine runs, in the manner of a MobileNet: first convolution, an inverted
/// residual block with its ADD, PAD, MAX_POOL_2D, a strided depthwise, AVERAGE_POOL_2D, RESHAPE, FULLY_CONNECTED,
/// SOFTMAX.
class SmallNetwork {
 public:
  explicit SmallNetwork(uint32_t seed, int32_t side = 10, bool softmax = true) : random_(seed) {
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
    const int flat = Activation({1, 12});
    builder_.Operator(schema::kReshape, {last}, flat, schema::kReshapeOptions, {});
    int output = Activation({1, 5});
    builder_.Operator(schema::kFullyConnected, {flat, Weights({5, 12}, 5, 0), Bias(5)}, output,
                      schema::kFullyConnectedOptions, {});
    if (softmax) {
      const int logits = output;
      output = builder_.Activation({1, 5}, 1.0f / 256, -128);
      builder_.Operator(schema::kSoftmax, {logits}, output, schema::kSoftmaxOptions,
                        {{schema::softmax::kBeta, Value::Scalar(1.0f)}});
    }
    builder_.Labels("ant\nbee\ncat\r\n\nÄmeise");
    builder_.Description("small network");
    file = builder_.Finish(input, output);
  }

  std::vector<uint8_t> file;

 private:
  // All activations but the ends share one quantization, as the pools want it.
  int Activation(const std::vector<int32_t>& shape) { return builder_.Activation(shape, 0.05f, -20); }
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
    const int output = Activation({1, out_side, out_side, outputs});
    const int weights = depthwise ? Weights({1, kernel, kernel, outputs}, outputs, 3)
                                  : Weights({outputs, kernel, kernel, channels}, outputs, 0);
    std::vector<std::pair<uint32_t, Value>> options = {{schema::conv_2d::kStrideW, Value::Scalar(int32_t{stride})},
                                                       {schema::conv_2d::kStrideH, Value::Scalar(int32_t{stride})}};
    const uint32_t activation =
        depthwise ? uint32_t{schema::depthwise_conv_2d::kActivation} : uint32_t{schema::conv_2d::kActivation};
    if (depthwise || outputs > channels) options.push_back({activation, Value::Scalar(int8_t{schema::kRelu6})});
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
    const int output = Activation({1, side / kernel, side / kernel, channels});
    builder_.Operator(builtin, {input}, output, schema::kPool2DOptions,
                      {{schema::pool_2d::kPadding, Value::Scalar(int8_t{schema::kValid})},
                       {schema::pool_2d::kStrideW, Value::Scalar(int32_t{kernel})},
                       {schema::pool_2d::kStrideH, Value::Scalar(int32_t{kernel})},
                       {schema::pool_2d::kFilterW, Value::Scalar(int32_t{kernel})},
                       {schema::pool_2d::kFilterH, Value::Scalar(int32_t{kernel})}});
    return output;
  }

  std::mt19937 random_;
  ModelBuilder builder_;
  std::vector<float> weight_scales_;
};

}  // namespace tinyclassify::testing

#endif
