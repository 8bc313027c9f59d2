#include <new>

#include "engine/model/schema.h"
#include "engine/prepare/prepare_context.h"
#include "engine/prepare/prepare_functions.h"
#include "engine/prepare/prepare_weights.h"
#include "engine/prepare/tensor_checks.h"

namespace tinyclassify {

bool PrepareFullyConnected(const PrepareContext& context, const Node& node, Operator* op, MemoryWish*) {
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
  connected.window.input_height = connected.window.output_height = static_cast<int16_t>(rows);
  op->run = RunKernel<Conv2D, &Parameters::conv_2d, Conv2DReference>;
  return true;
}

}  // namespace tinyclassify
