#include <new>

#include "engine/kernels/dsp/conv_2d_dsp.h"
#include "engine/kernels/x86/conv_2d_sse2.h"
#include "engine/model/schema.h"
#include "engine/prepare/prepare_context.h"
#include "engine/prepare/prepare_weights.h"
#include "engine/prepare/prepare_window.h"
#include "engine/prepare/tensor_checks.h"

namespace tinyclassify {
namespace {

bool ReadConv2DOptions(const PrepareContext& context, const Node& node, WindowOptions* options) {
  namespace field = schema::conv_2d;
  const Flatbuffer& reader = context.file.flatbuffer();
  return reader.ReadInt8(node.options, field::kPadding, schema::kSame, &options->padding) &&
         reader.ReadInt32(node.options, field::kStrideW, 0, &options->stride_width) &&
         reader.ReadInt32(node.options, field::kStrideH, 0, &options->stride_height) &&
         reader.ReadInt32(node.options, field::kDilationW, 1, &options->dilation_width) &&
         reader.ReadInt32(node.options, field::kDilationH, 1, &options->dilation_height);
}

}  // namespace

bool PrepareConv2D(const PrepareContext& context, const Node& node, Operator* op, MemoryWish* wish) {
  WeightedLayer layer;
  WindowOptions options;
  Conv2D conv;
  if (!CheckOptions(context, node, schema::kConv2DOptions) || !ReadWeightedLayer(context, node, &layer)) return false;
  if (!CheckEqual(context, "dimensions of the weights", layer.weights.rank, 4) ||
      !ReadConv2DOptions(context, node, &options)) {
    return false;
  }
  options.kernel_height = static_cast<int32_t>(layer.weights.dims[1]);
  options.kernel_width = static_cast<int32_t>(layer.weights.dims[2]);
  layer.channels = layer.output.dims[3];
  layer.channel_axis = 0;
  if (layer.weights.dims[3] != layer.input.dims[3]) {
    return context.diagnosis().Unsupported("input channels of the weights (no grouped convolution)",
                                           layer.weights.dims[3], layer.input.dims[3]);
  }
  if (!CheckEqual(context, "output channels of the weights", layer.weights.dims[0], layer.channels) ||
      !PrepareWindow(context, options, layer.input, layer.output, &conv.window) ||
      !PrepareRequantization(context, layer, false, &conv.requantization) ||
      !ReadActivationRange(context, node, schema::conv_2d::kActivation, layer.output,
                           &conv.requantization.activation_min, &conv.requantization.activation_max)) {
    return false;
  }
  conv.input_channels = static_cast<int16_t>(layer.input.dims[3]);
  conv.output_channels = static_cast<int16_t>(layer.channels);
  conv.input_zero_point = static_cast<int32_t>(layer.input.zero_point);
  conv.weights = reinterpret_cast<const int8_t*>(layer.weights.data);
  conv.bias = reinterpret_cast<const int32_t*>(layer.bias.data);
  new (&op->parameters.conv_2d) Conv2D(conv);
  op->run = RunKernel<Conv2D, &Parameters::conv_2d, Conv2DReference>;
  if (context.dsp && Conv2DDspTakes(conv)) {
    op->run = RunKernel<Conv2D, &Parameters::conv_2d, Conv2DDsp>;
    wish->scratch_bytes = Conv2DDspScratchBytes(conv, false);
  }
#if TC_HAS_SSE2
  if (context.x86 && Conv2DSse2Takes(conv)) {
    op->run = RunKernel<Conv2D, &Parameters::conv_2d, Conv2DSse2>;
    wish->scratch_bytes = Conv2DSse2ScratchBytes(conv);
  }
#endif
  return true;
}

}  // namespace tinyclassify
