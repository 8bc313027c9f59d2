#include <string.h>

#include "engine/model.h"
#include "engine/model/operators.h"
#include "engine/model/schema.h"
#include "engine/rounding.h"

namespace tinyclassify {
namespace {

// The operator that computes the model's output: RESHAPE only hands it on. Operators read what earlier ones wrote.
int32_t WriterOfOutput(const ModelFile& file) {
  int32_t tensor = file.output_index();
  Node node;
  for (uint32_t place = file.operator_count(); place-- != 0;) {
    if (!file.ReadNode(place, &node)) return -1;
    if (node.output != tensor) continue;
    if (node.builtin != schema::kReshape) return node.builtin;
    tensor = node.input[0];
  }
  return -1;
}

// A picture has one channel or three, and no side more than four times the other; other shapes are spectra and series.
tc_input_kind KindOf(const Tensor& input) {
  constexpr uint32_t kLeastSide = 4;
  constexpr uint32_t kMostSide = UINT16_MAX;
  const uint32_t height = input.dims[1];
  const uint32_t width = input.dims[2];
  const bool is_picture = input.rank == 4 && height >= kLeastSide && width >= kLeastSide && height <= kMostSide &&
                          width <= kMostSide && height <= 4 * width && width <= 4 * height;
  if (is_picture && input.dims[3] == 1) return TC_INPUT_GREY;
  return is_picture && input.dims[3] == 3 ? TC_INPUT_RGB : TC_INPUT_TENSOR;
}

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

bool CheckModelFile(const tc_model_file* file, Diagnosis* diagnosis) {
  constexpr uint32_t kAlignment = 4;
  const void* const bytes = file != nullptr ? file->bytes : nullptr;
  return diagnosis->CheckPointer(bytes, kAlignment, "model file: its address modulo its alignment") &&
         (file->kernels <= TC_KERNELS_CORTEX_M7 ||
          diagnosis->Fail(TC_ERROR_ARGUMENT, "kernels", file->kernels, TC_KERNELS_CORTEX_M7));
}

void DescribeEnds(const ModelFile& file, const Tensor& input, const Tensor& output, tc_model* facts) {
  const int32_t writer = WriterOfOutput(file);
  facts->output_count = output.dims[3];
  facts->output_is_softmax = writer == schema::kSoftmax || writer == schema::kLogistic;
  facts->class_count = writer == schema::kLogistic && output.dims[3] == 1 ? 2 : output.dims[3];
  facts->output_scale = output.scale;
  facts->output_zero_point = output.zero_point;
  facts->input_kind = static_cast<uint8_t>(KindOf(input));
  if (facts->input_kind == TC_INPUT_TENSOR) return;
  facts->input_height = static_cast<uint16_t>(input.dims[1]);
  facts->input_width = static_cast<uint16_t>(input.dims[2]);
  facts->input_table = file.input_table(input.dims[3]);
}

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

using tinyclassify::DescribeOperator;
using tinyclassify::Diagnosis;
using tinyclassify::ModelFile;
using tinyclassify::Tensor;

// The file was validated by tc_open and must not have changed since; should it have, these give TC_ERROR_ARGUMENT.

extern "C" {

tc_status tc_describe(const tc_model* model, tc_description* description) {
  Diagnosis diagnosis;
  ModelFile file;
  Tensor input;
  if (model == nullptr || description == nullptr) return TC_ERROR_ARGUMENT;
  if (!file.Open(model->file, model->file_bytes, &diagnosis) || !file.ReadTensor(file.input_index(), &input)) {
    return TC_ERROR_ARGUMENT;
  }
  *description = tc_description();
  description->name = reinterpret_cast<const char*>(file.description());
  description->name_bytes = file.description_bytes();
  description->input_height = input.dims[1];
  description->input_width = input.dims[2];
  description->input_channels = input.dims[3];
  description->input_scale = input.scale;
  description->input_zero_point = input.zero_point;
  description->class_count = model->class_count;
  description->output_scale = model->output_scale;
  description->output_zero_point = model->output_zero_point;
  description->output_is_softmax = model->output_is_softmax ? 1 : 0;
  description->operator_count = model->operator_count;
  description->rounding = tinyclassify::kRounding;
  description->arena_bytes = model->arena_bytes;
  description->output_count = model->output_count;
  description->input_kind = model->input_kind;
  for (uint32_t i = 0; i < model->operator_count; ++i) {
    tc_operator_info info;
    if (!DescribeOperator(file, i, &info)) return TC_ERROR_ARGUMENT;
    description->macs += info.macs;
    description->weight_bytes += info.weight_bytes;
  }
  return TC_OK;
}

tc_status tc_label(const tc_model* model, uint32_t class_index, const char** text, uint32_t* text_bytes) {
  Diagnosis diagnosis;
  ModelFile file;
  if (model == nullptr || text == nullptr || text_bytes == nullptr || class_index >= model->class_count) {
    return TC_ERROR_ARGUMENT;
  }
  if (!file.Open(model->file, model->file_bytes, &diagnosis)) return TC_ERROR_ARGUMENT;
  *text = "";
  *text_bytes = 0;
  const char* line = reinterpret_cast<const char*>(file.labels());
  const char* const end = line + file.labels_bytes();
  for (uint32_t i = 0; line != end; ++i) {
    const size_t rest = static_cast<size_t>(end - line);
    const char* newline = static_cast<const char*>(memchr(line, '\n', rest));
    const char* line_end = newline != nullptr ? newline : end;
    if (i == class_index) {
      if (line_end != line && line_end[-1] == '\r') --line_end;
      *text = line;
      *text_bytes = static_cast<uint32_t>(line_end - line);
      return TC_OK;
    }
    line = newline != nullptr ? newline + 1 : end;
  }
  return TC_OK;
}

tc_status tc_operator(const tc_model* model, uint32_t operator_index, tc_operator_info* info) {
  Diagnosis diagnosis;
  ModelFile file;
  if (model == nullptr || info == nullptr || operator_index >= model->operator_count) return TC_ERROR_ARGUMENT;
  if (!file.Open(model->file, model->file_bytes, &diagnosis)) return TC_ERROR_ARGUMENT;
  if (model->shortcuts_first) file.PutShortcutsFirst();
  const uint32_t place = file.PlaceOf(operator_index);
  if (!DescribeOperator(file, place, info)) return TC_ERROR_ARGUMENT;
  info->live_bytes = tinyclassify::LiveBytes(*model, place);
  return TC_OK;
}

}  // extern "C"
