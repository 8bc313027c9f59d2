#include <new>

#include "engine/kernels/dsp/depthwise_conv_2d_dsp.h"
#include "engine/model/schema.h"
#include "engine/prepare/prepare_context.h"
#include "engine/prepare/prepare_weights.h"
#include "engine/prepare/prepare_window.h"
#include "engine/prepare/tensor_checks.h"

namespace tinyclassify {
namespace {

bool ReadDepthwiseOptions(const PrepareContext& context, const Node& node, WindowOptions* options) {
  namespace field = schema::depthwise_conv_2d;
  const Flatbuffer& reader = context.file.flatbuffer();
  return reader.ReadInt8(node.options, field::kPadding, schema::kSame, &options->padding) &&
         reader.ReadInt32(node.options, field::kStrideW, 0, &options->stride_width) &&
         reader.ReadInt32(node.options, field::kStrideH, 0, &options->stride_height) &&
         reader.ReadInt32(node.options, field::kDilationW, 1, &options->dilation_width) &&
         reader.ReadInt32(node.options, field::kDilationH, 1, &options->dilation_height);
}

}  // namespace

bool PrepareDepthwiseConv2D(const PrepareContext& context, const Node& node, Operator* op, MemoryWish* wish) {
  WeightedLayer layer;
  WindowOptions options;
  DepthwiseConv2D conv;
  if (!CheckOptions(context, node, schema::kDepthwiseConv2DOptions) || !ReadWeightedLayer(context, node, &layer)) {
    return false;
  }
  if (!CheckEqual(context, "dimensions of the weights", layer.weights.rank, 4) ||
      !ReadDepthwiseOptions(context, node, &options)) {
    return false;
  }
  options.kernel_height = static_cast<int32_t>(layer.weights.dims[1]);
  options.kernel_width = static_cast<int32_t>(layer.weights.dims[2]);
  layer.channels = layer.output.dims[3];
  layer.channel_axis = 3;
  // TFLite takes the multiplier from the shapes; the option only repeats it.
  if (!CheckEqual(context, "remainder of output channels by input channels", layer.channels % layer.input.dims[3], 0) ||
      !CheckEqual(context, "first dimension of depthwise weights", layer.weights.dims[0], 1) ||
      !CheckEqual(context, "output channels of the weights", layer.weights.dims[3], layer.channels) ||
      !PrepareWindow(context, options, layer.input, layer.output, &conv.window) ||
      !PrepareRequantization(context, layer, false, &conv.requantization) ||
      !ReadActivationRange(context, node, schema::depthwise_conv_2d::kActivation, layer.output,
                           &conv.requantization.activation_min, &conv.requantization.activation_max)) {
    return false;
  }
  conv.input_channels = static_cast<int16_t>(layer.input.dims[3]);
  conv.depth_multiplier = static_cast<int16_t>(layer.channels / layer.input.dims[3]);
  conv.input_zero_point = static_cast<int32_t>(layer.input.zero_point);
  conv.weights = reinterpret_cast<const int8_t*>(layer.weights.data);
  conv.bias = reinterpret_cast<const int32_t*>(layer.bias.data);
  new (&op->parameters.depthwise_conv_2d) DepthwiseConv2D(conv);
  op->run = RunKernel<DepthwiseConv2D, &Parameters::depthwise_conv_2d, DepthwiseConv2DReference>;
  if (context.dsp && DepthwiseConv2DDspTakes(conv)) {
    op->run = RunKernel<DepthwiseConv2D, &Parameters::depthwise_conv_2d, DepthwiseConv2DDsp>;
    wish->scratch_bytes = DepthwiseConv2DDspScratchBytes(conv);
    wish->in_place = true;
  }
  return true;
}

}  // namespace tinyclassify
