#include "engine/model/operator_names.h"
#include "engine/model/schema.h"
#include "engine/model_facts.h"

namespace tinyclassify {
namespace {

void ReadPool(const Flatbuffer& reader, const Node& node, tc_operator_info* info) {
  info->stride = reader.Uint32(node.options, schema::pool_2d::kStrideH, 0);
  info->kernel_height = reader.Uint32(node.options, schema::pool_2d::kFilterH, 0);
  info->kernel_width = reader.Uint32(node.options, schema::pool_2d::kFilterW, 0);
}

// The stride's field has the same number in both convolutions.
void ReadConvolution(const Flatbuffer& reader, const Node& node, const Tensor& weights, tc_operator_info* info) {
  static_assert(schema::conv_2d::kStrideH == static_cast<int>(schema::depthwise_conv_2d::kStrideH), "same field");
  info->stride = reader.Uint32(node.options, schema::conv_2d::kStrideH, 0);
  info->kernel_height = weights.dims[1];
  info->kernel_width = weights.dims[2];
}

}  // namespace

bool DescribeOperator(const ModelFile& file, uint32_t place, tc_operator_info* info) {
  Node node;
  Tensor input, output, weights, bias;
  const Flatbuffer& reader = file.flatbuffer();
  *info = tc_operator_info();
  if (!file.ReadNode(place, &node) || node.inputs.count == 0 || node.outputs.count == 0) return false;
  // SPLIT has its axis before its input.
  if (!file.ReadTensor(node.input[node.builtin == schema::kSplit ? 1 : 0], &input) || !file.ReadTensor(node.output, &output)) {
    return false;
  }
  info->name = OperatorName(node.builtin);
  for (int32_t i = 0; i < 4; ++i) {
    info->input_shape[i] = input.dims[i];
    info->output_shape[i] = output.dims[i];
  }
  const bool full = node.builtin == schema::kConv2D;
  const bool depthwise = node.builtin == schema::kDepthwiseConv2D;
  if (node.builtin == schema::kAveragePool2D || node.builtin == schema::kMaxPool2D) ReadPool(reader, node, info);
  if (!full && !depthwise && node.builtin != schema::kFullyConnected) return reader.diagnosis().ok();

  if (node.inputs.count < 2 || !file.ReadTensor(node.input[1], &weights)) return false;
  info->weight_bytes = weights.data_bytes;
  if (node.input[2] >= 0) {
    if (!file.ReadTensor(node.input[2], &bias)) return false;
    info->weight_bytes += bias.data_bytes;
  }
  info->macs = weights.elements;
  if (!full && !depthwise) return true;
  info->macs = static_cast<uint64_t>(weights.elements) * output.dims[1] * output.dims[2];
  ReadConvolution(reader, node, weights, info);
  return reader.diagnosis().ok();
}

}  // namespace tinyclassify
