#include <new>

#include "engine/kernels/cortex_m/cortex_m.h"
#include "engine/kernels/plain.h"
#include "engine/kernels/x86/avx2.h"
#include "engine/prepare/weights.h"
#include "engine/prepare/window.h"

namespace tinyclassify {
namespace {

// Where CONV_2D and DEPTHWISE_CONV_2D differ in the file.
struct ConvolutionFormat {
  schema::OptionsType options_type;
  uint32_t activation_field;
  uint32_t dilation_field;  ///< Of the width; the height's is the next.
  uint32_t channel_axis;    ///< Dimension of the weights that counts output channels.
};

// Reads and checks all that the two have in common: tensors, options, window, factors, activation.
bool PrepareConvolution(const PrepareContext& context, const Node& node, const ConvolutionFormat& format, WeightedLayer* layer,
                        Window* window, Requantization* requantization) {
  if (!ReadWeightedLayer(context, node, format.options_type, layer) ||
      !CheckEqual(context, "dimensions of the weights", layer->weights.rank, 4)) {
    return false;
  }
  layer->channels = layer->output.dims[3];
  layer->channel_axis = format.channel_axis;
  const Flatbuffer& reader = context.file.flatbuffer();
  const WindowTaps taps = {static_cast<int32_t>(layer->weights.dims[1]), static_cast<int32_t>(layer->weights.dims[2]),
                           reader.Int32(node.options, format.dilation_field + 1, 1),
                           reader.Int32(node.options, format.dilation_field, 1)};
  return CheckEqual(context, "output channels of the weights", layer->weights.dims[format.channel_axis], layer->channels) &&
         PrepareWindow(context, node.options, taps, layer->input, layer->output, window) &&
         ReadActivationRange(context, node, format.activation_field, layer->output, &requantization->activation_min,
                             &requantization->activation_max) &&
         PrepareRequantization(context, node, *layer, false, requantization);
}

// What a convolution, or FULLY_CONNECTED as one, takes from its layer besides window and factors.
void FillConv2D(const WeightedLayer& layer, uint32_t input_channels, Conv2D* conv) {
  conv->input_channels = static_cast<int32_t>(input_channels);
  conv->output_channels = static_cast<int32_t>(layer.channels);
  conv->input_zero_point = layer.input.zero_point;
  conv->weights = reinterpret_cast<const int8_t*>(layer.weights.data);
  conv->bias = reinterpret_cast<const int32_t*>(layer.bias.data);
}

}  // namespace

bool PrepareConv2D(const PrepareContext& context, const Node& node, Operator* op, MemoryRequirements* required) {
  namespace field = schema::conv_2d;
  constexpr ConvolutionFormat kFormat = {schema::kConv2DOptions, field::kActivation, field::kDilationW, 0};
  static_assert(field::kDilationH == field::kDilationW + 1, "the height follows the width");
  WeightedLayer layer;
  Conv2D& conv = *new (&op->parameters.conv_2d) Conv2D();
  if (!PrepareConvolution(context, node, kFormat, &layer, &conv.window, &conv.requantization)) return false;
  if (layer.weights.dims[3] != layer.input.dims[3]) {
    return context.diagnosis().Unsupported("input channels of the weights (no grouped convolution)", layer.weights.dims[3],
                                           layer.input.dims[3]);
  }
  FillConv2D(layer, layer.input.dims[3], &conv);
  op->run = RunKernel<Conv2D, &Parameters::conv_2d, Conv2DReference>;
  if (context.dsp && Conv2DDspSupports(conv)) {
    op->run = RunConv2DDsp;
    RequireMemory(&conv, required);
  }
#if TC_HAS_AVX2
  if (context.x86 && HasAvx2() && Conv2DAvx2Supports(conv)) {
    op->run = RunKernel<Conv2D, &Parameters::conv_2d, Conv2DAvx2>;
    required->scratch_bytes = Conv2DAvx2ScratchBytes(conv);
  }
#endif
  return true;
}

bool PrepareDepthwiseConv2D(const PrepareContext& context, const Node& node, Operator* op, MemoryRequirements* required) {
  namespace field = schema::depthwise_conv_2d;
  constexpr ConvolutionFormat kFormat = {schema::kDepthwiseConv2DOptions, field::kActivation, field::kDilationW, 3};
  static_assert(field::kDilationH == field::kDilationW + 1, "the height follows the width");
  WeightedLayer layer;
  InvertedResidual& block = *new (&op->parameters.inverted_residual) InvertedResidual();
  DepthwiseConv2D& conv = block.depthwise;
  // TFLite takes the multiplier from the shapes; the option only repeats it.
  if (!PrepareConvolution(context, node, kFormat, &layer, &conv.window, &conv.requantization) ||
      !CheckEqual(context, "remainder of output channels by input channels", layer.channels % layer.input.dims[3], 0) ||
      !CheckEqual(context, "first dimension of depthwise weights", layer.weights.dims[0], 1)) {
    return false;
  }
  conv.input_channels = static_cast<int16_t>(layer.input.dims[3]);
  conv.depth_multiplier = static_cast<int16_t>(layer.channels / layer.input.dims[3]);
  conv.input_zero_point = layer.input.zero_point;
  conv.weights = reinterpret_cast<const int8_t*>(layer.weights.data);
  conv.bias = reinterpret_cast<const int32_t*>(layer.bias.data);
  op->run = RunDepthwise<DepthwiseConv2DReference>;
  if (context.dsp && InvertedResidualSupports(conv)) {
    op->run = RunInvertedResidual;
    RequireMemory(&block, required);
  } else if (context.dsp && DepthwiseWindowSupports(conv)) {
    op->run = RunDepthwise<DepthwiseWindowDsp>;
  }
#if TC_HAS_AVX2
  if (context.x86 && HasAvx2() && DepthwiseConv2DAvx2Supports(conv)) {
    op->run = RunDepthwise<DepthwiseConv2DAvx2>;
    required->scratch_bytes = DepthwiseConv2DAvx2ScratchBytes(conv);
  }
#endif
  return true;
}

bool PrepareFullyConnected(const PrepareContext& context, const Node& node, Operator* op, MemoryRequirements*) {
  namespace field = schema::fully_connected;
  WeightedLayer layer;
  Conv2D& connected = *new (&op->parameters.conv_2d) Conv2D();
  if (!ReadWeightedLayer(context, node, schema::kFullyConnectedOptions, &layer) ||
      !CheckEqual(context, "dimensions of the weights", layer.weights.rank, 2)) {
    return false;
  }
  const int32_t weights_format = context.file.flatbuffer().Int8(node.options, field::kWeightsFormat, 0);
  if (weights_format != 0) return context.diagnosis().Unsupported("format of the weights", weights_format, 0);
  layer.channels = layer.weights.dims[2];
  layer.channel_axis = 0;
  // Each row of inputs is one pixel of a 1x1 convolution.
  const uint32_t inputs = layer.weights.dims[3];
  const uint32_t rows = layer.input.elements / inputs;
  if (rows > INT16_MAX) return context.diagnosis().Unsupported("rows of inputs", rows, INT16_MAX);
  if (!CheckEqual(context, "remainder of the input's elements by those of a row", layer.input.elements % inputs, 0) ||
      !CheckEqual(context, "elements of the output", layer.output.elements, uint64_t{rows} * layer.channels) ||
      !ReadActivationRange(context, node, field::kActivation, layer.output, &connected.requantization.activation_min,
                           &connected.requantization.activation_max) ||
      !PrepareRequantization(context, node, layer, true, &connected.requantization)) {
    return false;
  }
  FillConv2D(layer, inputs, &connected);
  const auto height = static_cast<int16_t>(rows);
  connected.window = {height, 1, height, 1, 1, 1, 1, 1, 1, 1, 0, 0};
  op->run = RunKernel<Conv2D, &Parameters::conv_2d, Conv2DReference>;
  return true;
}

}  // namespace tinyclassify
