// Writes models of every structure that the engine treats in a way of its own, for the fuzzer of model files to begin with:
//   make_model_seeds FOLDER
// The list below says what each is for. Numbers are random and the same in every run.
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <vector>

#include "tests/carried_entry.h"
#include "tests/networks.h"
#include "tests/operator_models.h"

namespace {

using namespace tinyclassify::testing;
namespace schema = tinyclassify::schema;

using File = std::vector<uint8_t>;

Value I32(int value) { return Value::Scalar(static_cast<int32_t>(value)); }
Value I8(int value) { return Value::Scalar(static_cast<int8_t>(value)); }

/// A layer with random numbers; `change` gives it its structure.
OracleConvolution Layer(uint32_t seed, const std::function<void(OracleConvolution*)>& change) {
  std::mt19937 random(seed);
  OracleConvolution layer;
  layer.height = layer.width = 7;
  layer.kernel_height = layer.kernel_width = layer.stride_height = layer.stride_width = 1;
  layer.channels = layer.output_channels = 8;
  change(&layer);
  RandomiseNumbers(&layer, &random);
  return layer;
}

File One(uint32_t seed, const std::function<void(OracleConvolution*)>& change) { return ConvolutionModel(Layer(seed, change)); }

/// What stands in files of networks with blocks.
struct BlockShape {
  int side = 9, channels = 8, wide = 24, outputs = 8, stride = 1;
  bool expands = true, projects = true, adds = true, block_is_second = false, input_is_read_later = false;
  bool dead_channels = false;
};

class BlockNetwork : public RandomLayers {
 public:
  BlockNetwork(uint32_t seed, const BlockShape& shape) : RandomLayers(seed) {
    some_channels_died_ = shape.dead_channels;
    int side = shape.side;
    const int input = builder_.Activation({1, side, side, 3}, 1.0f / 128, 0);
    const int from = Convolution(input, side, 3, shape.channels, 3, 1, false);
    int channels = shape.channels;
    int last = from;
    if (shape.expands) last = Convolution(last, side, channels, channels = shape.wide, 1, 1, false);
    last = Convolution(last, side, channels, channels, 3, shape.stride, true);
    side = (side + shape.stride - 1) / shape.stride;
    if (shape.projects) last = Convolution(last, side, channels, channels = shape.outputs, 1, 1, false);
    if (shape.adds) last = shape.block_is_second ? Add(from, last, side, channels) : Add(last, from, side, channels);
    if (shape.input_is_read_later) last = Add(last, from, side, channels);
    last = Pool(schema::kAveragePool2D, last, side, channels, side);
    some_channels_died_ = false;
    Finish(input, last, channels, 5, false);
  }
};

File Block(uint32_t seed, const std::function<void(BlockShape*)>& change) {
  BlockShape shape;
  change(&shape);
  return BlockNetwork(seed, shape).file;
}

/// A residual block of a ResNet: its shortcut is a convolution that stands behind the block.
class ResidualNetwork : public RandomLayers {
 public:
  ResidualNetwork(uint32_t seed, int side, int stride) : RandomLayers(seed) {
    const int input = builder_.Activation({1, side, side, 3}, 1.0f / 128, 0);
    const int from = Convolution(input, side, 3, 16, 3, 1, false);
    int last = Convolution(from, side, 16, 24, 3, stride, false);
    const int half = (side + stride - 1) / stride;
    last = Convolution(last, half, 24, 24, 3, 1, false);
    const int shortcut = Convolution(from, side, 16, 24, 1, stride, false);
    last = Add(last, shortcut, half, 24);
    last = Pool(schema::kMaxPool2D, last, half, 24, half);
    Finish(input, last, 24, 3, true);
  }
};

/// Rows of numbers: FULLY_CONNECTED on them, and LOG_SOFTMAX, or a LOGISTIC of one output.
File Rows(uint32_t seed, int rows, int inputs, int outputs, int32_t last) {
  std::mt19937 random(seed);
  ModelBuilder builder;
  const int input = builder.Activation({1, rows, inputs}, 0.05f, 3);
  const int weights =
      builder.Int8Constant({outputs, inputs}, {0.01f}, RandomBytes(static_cast<size_t>(outputs * inputs), &random));
  int value = builder.Activation({1, rows, outputs}, 0.1f, -4);
  builder.Operator(schema::kFullyConnected, {input, weights, -1}, value, schema::kFullyConnectedOptions, {});
  const bool logs = last == schema::kLogSoftmax;
  const float scale = logs ? 1.0f / 16 : 1.0f / 256;
  const int ended = builder.Activation({1, rows, outputs}, scale, logs ? 127 : -128);
  builder.Operator(last, {value}, ended, logs ? schema::kLogSoftmaxOptions : schema::kNoOptions, {});
  return FinishFlat(&builder, input, ended, rows * outputs, scale, logs ? 127 : -128);
}

File Carrying(uint32_t seed) { return SmallNetwork(seed, 6, true, CarriedEntry(OpenedModel(SmallNetwork(seed, 6).file))).file; }

struct Seed {
  std::string purpose;
  std::function<File(uint32_t seed)> make;
};

std::vector<Seed> Seeds() {
  std::vector<Seed> seeds = {
      {"block-in-place", [](uint32_t s) { return Block(s, [](BlockShape*) {}); }},
      {"block-added-second", [](uint32_t s) { return Block(s, [](BlockShape* b) { b->block_is_second = true; }); }},
      {"block-input-read-later", [](uint32_t s) { return Block(s, [](BlockShape* b) { b->input_is_read_later = true; }); }},
      {"block-strided", [](uint32_t s) { return Block(s, [](BlockShape* b) { b->stride = 2, b->adds = false; }); }},
      {"block-odd-width", [](uint32_t s) { return Block(s, [](BlockShape* b) { b->side = 5, b->wide = 20; }); }},
      {"block-narrow-and-deep", [](uint32_t s) { return Block(s, [](BlockShape* b) { b->side = 3, b->wide = 96; }); }},
      {"block-channels-no-multiple-of-four",
       [](uint32_t s) { return Block(s, [](BlockShape* b) { b->channels = b->outputs = 6, b->wide = 18; }); }},
      {"block-without-expansion", [](uint32_t s) { return Block(s, [](BlockShape* b) { b->expands = false, b->side = 6; }); }},
      {"block-without-projection",
       [](uint32_t s) { return Block(s, [](BlockShape* b) { b->projects = b->adds = false, b->wide = 14; }); }},
      {"depthwise-alone",
       [](uint32_t s) { return Block(s, [](BlockShape* b) { b->expands = b->projects = b->adds = false, b->channels = 7; }); }},
      {"block-dead-channels", [](uint32_t s) { return Block(s, [](BlockShape* b) { b->dead_channels = true; }); }},
      {"shortcut-behind-block", [](uint32_t s) { return ResidualNetwork(s, 8, 2).file; }},
      {"shortcut-that-saves-nothing", [](uint32_t s) { return ResidualNetwork(s, 4, 1).file; }},
      {"convolution-many-taps",
       [](uint32_t s) { return One(s, [](OracleConvolution* l) { l->channels = 24, l->kernel_height = l->kernel_width = 3; }); }},
      {"convolution-first-layer",
       [](uint32_t s) { return One(s, [](OracleConvolution* l) { l->channels = 3, l->kernel_height = l->kernel_width = 3; }); }},
      {"convolution-patches",
       [](uint32_t s) {
         return One(s, [](OracleConvolution* l) { l->channels = 5, l->kernel_height = 3, l->kernel_width = 2; });
       }},
      {"convolution-few-pixels", [](uint32_t s) { return One(s, [](OracleConvolution* l) { l->height = 1, l->width = 3; }); }},
      {"convolution-dilated",
       [](uint32_t s) {
         return One(
             s, [](OracleConvolution* l) { l->kernel_height = l->kernel_width = 3, l->dilation_height = l->dilation_width = 2; });
       }},
      {"convolution-relu", [](uint32_t s) { return One(s, [](OracleConvolution* l) { l->activation = schema::kFusedRelu; }); }},
      {"convolution-no-bias",
       [](uint32_t s) {
         OracleConvolution layer = Layer(s, [](OracleConvolution*) {});
         layer.bias.clear();
         return ConvolutionModel(layer);
       }},
      {"convolution-odd-channels",
       [](uint32_t s) {
         OracleConvolution layer = Layer(s, [](OracleConvolution* l) { l->kernel_height = l->kernel_width = 3; });
         for (size_t c = 0; c < layer.weight_scales.size(); c += 3)
           layer.weight_scales[c] = layer.output_scale / layer.input_scale * 0.75f;
         return ConvolutionModel(layer);
       }},
      {"fully-connected-rows-log-softmax", [](uint32_t s) { return Rows(s, 3, 6, 4, schema::kLogSoftmax); }},
      {"one-logistic-output", [](uint32_t s) { return Rows(s, 1, 6, 1, schema::kLogistic); }},
      {"every-operator-of-a-mobilenet", [](uint32_t s) { return SmallNetwork(s, 6).file; }},
      {"factors-carried", [](uint32_t s) { return Carrying(s); }},
      {"as-converters-write", [](uint32_t s) { return ConvertedNetwork(s, 9).file; }},
  };
  struct Window {
    const char* name;
    int kernel, stride, dilation, multiplier, channels;
  };
  for (const Window& w : {Window{"depthwise-5x5", 5, 1, 1, 1, 9},
                          {"depthwise-dilated", 3, 1, 2, 1, 12},
                          {"depthwise-multiplier-4", 3, 2, 1, 4, 3},
                          {"depthwise-multiplier-2", 3, 1, 1, 2, 5},
                          {"depthwise-two-channels", 5, 1, 1, 1, 2},
                          {"depthwise-20-channels", 3, 1, 1, 1, 20}}) {
    seeds.push_back({w.name, [w](uint32_t s) {
                       return One(s, [&w](OracleConvolution* l) {
                         l->depthwise = true;
                         l->kernel_height = l->kernel_width = w.kernel;
                         l->stride_height = l->stride_width = w.stride;
                         l->dilation_height = l->dilation_width = w.dilation;
                         l->channels = w.channels;
                         l->output_channels = w.channels * w.multiplier;
                       });
                     }});
  }
  for (const std::string& name : OperatorModels::Names()) {
    seeds.push_back({"operator-" + name, [name](uint32_t s) { return OperatorModels(s).Make(name).file; }});
  }
  return seeds;
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 2) {
    std::fprintf(stderr, "usage: make_model_seeds FOLDER\n");
    return 2;
  }
  constexpr uint32_t kEach = 4;
  for (const Seed& seed : Seeds()) {
    for (uint32_t number = 1; number <= kEach; ++number) {
      const File file = seed.make(number);
      const std::string path = std::string(arguments[1]) + "/" + seed.purpose + "-" + std::to_string(number) + ".tflite";
      std::FILE* const stream = std::fopen(path.c_str(), "wb");
      if (stream == nullptr || std::fwrite(file.data(), 1, file.size(), stream) != file.size() || std::fclose(stream) != 0) {
        std::fprintf(stderr, "%s cannot be written\n", path.c_str());
        return 1;
      }
    }
  }
  return 0;
}
