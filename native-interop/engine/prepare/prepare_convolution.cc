#include "engine/prepare/prepare_convolution.h"

#include "engine/prepare/prepare_window.h"
#include "engine/prepare/tensor_checks.h"

namespace tinyclassify {

bool PrepareConvolution(const PrepareContext& context, const Node& node, const ConvolutionFormat& format,
                        WeightedLayer* layer, Window* window, Requantization* requantization) {
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
  return CheckEqual(context, "output channels of the weights", layer->weights.dims[format.channel_axis],
                    layer->channels) &&
         PrepareWindow(context, node.options, taps, layer->input, layer->output, window) &&
         ReadActivationRange(context, node, format.activation_field, layer->output, &requantization->activation_min,
                             &requantization->activation_max) &&
         PrepareRequantization(context, node, *layer, false, requantization);
}

}  // namespace tinyclassify
