#include "tflm/check_model.h"

#include "engine/model/operators.h"
#include "engine/model/schema.h"
#include "engine/prepare/checks.h"

namespace tinyclassify {
namespace {

// Reads a tensor that an operator uses. Others, which old converters leave in the file, may be of any type.
bool ReadUsedTensor(const ModelFile& file, int32_t index, Tensor* tensor) {
  if (!file.ReadTensor(index, tensor)) return false;
  if (tensor->type != schema::kInt8 && tensor->type != schema::kInt32) {
    return file.diagnosis().Unsupported("type of a tensor", tensor->type, schema::kInt8);
  }
  const uint32_t item_bytes = tensor->type == schema::kInt32 ? 4 : 1;
  return !tensor->constant() || tensor->data_bytes == uint64_t{tensor->elements} * item_bytes ||
         file.diagnosis().Corrupt("bytes of a constant", tensor->data_bytes, int64_t{tensor->elements} * item_bytes);
}

// Whether an operator before `index` writes the tensor. Reads them anew: a list of tensors would take memory.
bool IsWrittenBefore(const ModelFile& file, uint32_t index, int32_t tensor) {
  Node node;
  for (uint32_t i = 0; i < index; ++i) {
    if (file.ReadNode(i, &node) && node.output == tensor) return true;
  }
  return false;
}

bool CheckInputs(const ModelFile& file, uint32_t index, const Node& node) {
  Tensor tensor;
  for (uint32_t i = 0; i < node.inputs.count; ++i) {
    const int32_t input = file.flatbuffer().Int32At(node.inputs, i);
    if (input == -1) continue;
    if (!ReadUsedTensor(file, input, &tensor)) return false;
    if (!tensor.constant() && input != file.input_index() && !IsWrittenBefore(file, index, input)) {
      return file.diagnosis().Corrupt("tensor read before it is written", input, -1);
    }
  }
  return node.inputs.count != 0 || file.diagnosis().Corrupt("inputs of the operator", 0, 1);
}

bool CheckOutput(const ModelFile& file, uint32_t index, const Node& node) {
  Tensor tensor;
  if (node.outputs.count != 1) return file.diagnosis().Unsupported("outputs of the operator", node.outputs.count, 1);
  const int32_t output = node.output;
  if (!ReadUsedTensor(file, output, &tensor)) return false;
  if (tensor.constant()) return file.diagnosis().Corrupt("constant tensor as an output", output, -1);
  if (output == file.input_index() || IsWrittenBefore(file, index, output)) {
    return file.diagnosis().Corrupt("tensor written twice", output, -1);
  }
  return true;
}

// TFLM believes the option, where LiteRT and our engine look at the shapes: with another number its scores are garbage.
bool CheckDepthMultiplier(const ModelFile& file, const Node& node) {
  Tensor input, output;
  if (node.builtin != schema::kDepthwiseConv2D) return true;
  if (!file.ReadTensor(node.input[0], &input) || !file.ReadTensor(node.output, &output)) {
    return false;
  }
  const int64_t multiplier =
      node.options.present() ? file.flatbuffer().Int32(node.options, schema::depthwise_conv_2d::kDepthMultiplier, 0) : 0;
  if (!file.diagnosis().ok()) return false;
  const int64_t product = multiplier * input.dims[3];
  return product == output.dims[3] ||
         file.diagnosis().Unsupported("input channels times the option depth_multiplier", product, output.dims[3]);
}

}  // namespace

bool CheckModel(const ModelFile& file, const Operators& operators, Tensor* input, Tensor* output) {
  Diagnosis& diagnosis = file.diagnosis();
  const uint32_t count = file.operator_count();
  if (count == 0) return diagnosis.Unsupported("operators of the model", 0, 1);
  if (!CheckEnds(file, input, output)) return false;
  for (uint32_t i = 0; i < count; ++i) {
    Node node;
    diagnosis.SetOperator(static_cast<int32_t>(i));
    if (!file.ReadNode(i, &node)) return false;
    if (operators.FindOp(static_cast<tflite::BuiltinOperator>(node.builtin)) == nullptr) {
      return diagnosis.Fail(TC_ERROR_MODEL_UNSUPPORTED, UnsupportedOperator(node.builtin), node.builtin, -1);
    }
    if (!CheckInputs(file, i, node) || !CheckOutput(file, i, node) || !CheckDepthMultiplier(file, node)) return false;
  }
  diagnosis.SetOperator(-1);
  return IsWrittenBefore(file, count, file.output_index()) ||
         diagnosis.Corrupt("model output that no operator writes", file.output_index(), -1);
}

}  // namespace tinyclassify
