#include "engine/prepare/prepare_convolution.h"

#include "engine/prepare/prepare_window.h"
#include "engine/prepare/tensor_checks.h"

namespace tinyclassify {

bool PrepareConvolution(const PrepareContext& context, const Node& node, const ConvolutionFormat& format,
                        WeightedLayer* layer, Window* window, Requantization* requantization) {
  // These fields have the same numbers in both.
  namespace field = schema::conv_2d;
  static_assert(field::kPadding == static_cast<int>(schema::depthwise_conv_2d::kPadding), "same field");
  static_assert(field::kStrideW == static_cast<int>(schema::depthwise_conv_2d::kStrideW), "same field");
  static_assert(field::kStrideH == static_cast<int>(schema::depthwise_conv_2d::kStrideH), "same field");
  if (!ReadWeightedLayer(context, node, format.options_type, layer) ||
      !CheckEqual(context, "dimensions of the weights", layer->weights.rank, 4)) {
    return false;
  }
  layer->channels = layer->output.dims[3];
  layer->channel_axis = format.channel_axis;
  const Flatbuffer& reader = context.file.flatbuffer();
  WindowOptions options;
  options.padding = reader.Int8(node.options, field::kPadding, schema::kSame);
  options.stride_width = reader.Int32(node.options, field::kStrideW, 0);
  options.stride_height = reader.Int32(node.options, field::kStrideH, 0);
  options.dilation_width = reader.Int32(node.options, format.dilation_field, 1);
  options.dilation_height = reader.Int32(node.options, format.dilation_field + 1, 1);
  options.kernel_height = static_cast<int32_t>(layer->weights.dims[1]);
  options.kernel_width = static_cast<int32_t>(layer->weights.dims[2]);
  return CheckEqual(context, "output channels of the weights", layer->weights.dims[format.channel_axis],
                    layer->channels) &&
         PrepareWindow(context, options, layer->input, layer->output, window) &&
         PrepareRequantization(context, node, *layer, false, requantization) &&
         ReadActivationRange(context, node, format.activation_field, layer->output, &requantization->activation_min,
                             &requantization->activation_max);
}

}  // namespace tinyclassify
