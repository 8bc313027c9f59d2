#include <float.h>
#include <string.h>

#include "engine/prepare/checks.h"
#include "engine/rounding.h"

namespace tinyclassify {
namespace {

// zero_point + round(value / scale), halves away from zero, in float32 as TFLite does it; saturated to int8.
int32_t QuantizeBound(float value, const Tensor& output) {
  const float steps = value / output.scale;
  const int32_t zero_point = output.zero_point;
  if (steps >= 512.0f) return 127;
  if (steps <= -512.0f) return -128;
  int32_t whole = static_cast<int32_t>(steps);
  const float rest = steps - static_cast<float>(whole);
  if (rest >= 0.5f) ++whole;
  if (rest <= -0.5f) --whole;
  return Clamp(zero_point + whole, -128, 127);
}

bool ReadInput(const PrepareContext& context, const Node& node, uint32_t which, Tensor* tensor) {
  const int32_t index = which < node.inputs.count ? context.file.flatbuffer().Int32At(node.inputs, which) : -1;
  return context.file.ReadTensor(index, tensor);
}

}  // namespace

bool IsPositiveFinite(float value) { return value > 0.0f && value <= FLT_MAX; }

bool CheckNode(const PrepareContext& context, const Node& node, const NodeFormat& format) {
  if (format.options != schema::kNoOptions && (node.options.present() || node.options_type != schema::kNoOptions)) {
    if (!CheckEqual(context, "kind of the operator's options", node.options_type, format.options)) return false;
  }
  const uint32_t inputs = node.inputs.count;
  if (inputs < format.least_inputs || inputs > format.most_inputs) {
    const uint32_t expected = inputs < format.least_inputs ? format.least_inputs : format.most_inputs;
    return context.diagnosis().Corrupt("inputs of the operator", inputs, expected);
  }
  return true;
}

bool CheckActivationTensor(const Tensor& tensor, Diagnosis* diagnosis) {
  if (tensor.type != schema::kInt8) {
    return diagnosis->Unsupported("type of an activation (0 float32, 2 int32, 3 uint8, 7 int16, 9 int8)", tensor.type,
                                  schema::kInt8);
  }
  if (tensor.dims[0] != 1) return diagnosis->Unsupported("batch size", tensor.dims[0], 1);
  if (tensor.scales.count != 1) return diagnosis->Unsupported("scales of an activation", tensor.scales.count, 1);
  if (!IsPositiveFinite(tensor.scale)) return diagnosis->Corrupt("scale that is not positive and finite", tensor.index, -1);
  if (tensor.zero_point < -128 || tensor.zero_point > 127) {
    return diagnosis->Corrupt("zero point of an int8 tensor", tensor.zero_point, tensor.zero_point < 0 ? -128 : 127);
  }
  return true;
}

bool CheckEnds(const ModelFile& file, Tensor* input, Tensor* output) {
  Diagnosis& diagnosis = file.diagnosis();
  if (!file.ReadTensor(file.input_index(), input) || !file.ReadTensor(file.output_index(), output)) return false;
  // These words are always there: what to do about it is no matter of the file's details.
  const Tensor* const ends[] = {input, output};
  for (const Tensor* end : ends) {
    if (end->type == schema::kFloat32 || end->type == schema::kUint8) {
      return diagnosis.Fail(TC_ERROR_MODEL_UNSUPPORTED, "float or uint8 ends (run tinyclassify prepare on the PC): type",
                            end->type, schema::kInt8);
    }
  }
  if (!CheckActivationTensor(*input, &diagnosis) || !CheckActivationTensor(*output, &diagnosis)) return false;
  if (output->elements != output->dims[3]) {
    return diagnosis.Unsupported("a map at the model's output, no classifier's vector: elements", output->elements,
                                 output->dims[3]);
  }
  return true;
}

bool ReadActivation(const PrepareContext& context, const Node& node, uint32_t which, Tensor* tensor) {
  if (!ReadInput(context, node, which, tensor) || !CheckActivationTensor(*tensor, &context.diagnosis())) return false;
  return !tensor->constant() || CheckEqual(context, "bytes of a tensor", tensor->data_bytes, tensor->elements);
}

bool ReadOutput(const PrepareContext& context, const Node& node, uint32_t which, Tensor* tensor) {
  if (!context.file.ReadTensor(context.file.flatbuffer().Int32At(node.outputs, which), tensor)) return false;
  if (tensor->constant()) return context.diagnosis().Corrupt("constant tensor as an output", tensor->index, -1);
  return CheckActivationTensor(*tensor, &context.diagnosis());
}

bool ReadEnds(const PrepareContext& context, const Node& node, const NodeFormat& format, Tensor* input, Tensor* output) {
  return CheckNode(context, node, format) && CheckEqual(context, "outputs of the operator", node.outputs.count, 1) &&
         ReadActivation(context, node, 0, input) && ReadOutput(context, node, 0, output);
}

bool ReadConstant(const PrepareContext& context, const Node& node, uint32_t which, schema::TensorType type, Tensor* tensor) {
  if (!ReadInput(context, node, which, tensor)) return false;
  if (tensor->type != type) {
    return context.diagnosis().Unsupported("type of a constant (0 float32, 1 float16, 2 int32, 3 uint8, 9 int8, 17 int4)",
                                           tensor->type, type);
  }
  if (!tensor->constant()) return context.diagnosis().Unsupported("tensor that is not constant", tensor->index, -1);
  const uint32_t item_bytes = type == schema::kInt32 ? 4 : 1;
  if (!CheckEqual(context, "bytes of a constant", tensor->data_bytes, static_cast<int64_t>(tensor->elements) * item_bytes)) {
    return false;
  }
  const int64_t misalignment = static_cast<int64_t>(reinterpret_cast<uintptr_t>(tensor->data) % item_bytes);
  return CheckEqual(context, "misalignment of an int32 buffer", misalignment, 0);
}

bool CheckSameQuantization(const PrepareContext& context, const Tensor& input, const Tensor& output) {
  if (input.zero_point != output.zero_point) {
    return context.diagnosis().Unsupported("change of the zero point", output.zero_point, input.zero_point);
  }
  const float difference = input.scale > output.scale ? input.scale - output.scale : output.scale - input.scale;
  if (difference > input.scale * 1e-6f) {
    return context.diagnosis().Unsupported("change of the scale in an operator that keeps codes", output.index, input.index);
  }
  return true;
}

bool CheckSameShape(const PrepareContext& context, const Tensor& input, const Tensor& output, uint32_t except) {
  for (uint32_t i = 0; i < 4; ++i) {
    if (i != except && !CheckEqual(context, "size of the output", output.dims[i], input.dims[i])) return false;
  }
  return true;
}

bool ReadAxis(const PrepareContext& context, const Tensor& tensor, int32_t axis, uint32_t* dimension) {
  const auto rank = static_cast<int32_t>(tensor.rank);
  if (axis < -rank || axis >= rank) return context.diagnosis().Corrupt("axis", axis, rank - 1);
  *dimension = static_cast<uint32_t>(axis < 0 ? 4 + axis : 4 - rank + axis);
  return true;
}

int32_t Int32Of(const Tensor& constant, uint32_t index) {
  int32_t value;
  memcpy(&value, constant.data + 4 * index, sizeof(value));
  return value;
}

bool ReadActivationRange(const PrepareContext& context, const Node& node, uint32_t field, const Tensor& output,
                         int8_t* activation_min, int8_t* activation_max) {
  return ActivationRange(context, context.file.flatbuffer().Int8(node.options, field, schema::kNoActivation), output,
                         activation_min, activation_max);
}

bool ActivationRange(const PrepareContext& context, int32_t activation, const Tensor& output, int8_t* activation_min,
                     int8_t* activation_max) {
  int32_t low = -128;
  int32_t high = 127;
  switch (activation) {
    case schema::kNoActivation:
      break;
    case schema::kFusedRelu:
      low = QuantizeBound(0.0f, output);
      break;
    case schema::kFusedRelu6:
      low = QuantizeBound(0.0f, output);
      high = QuantizeBound(6.0f, output);
      break;
    case schema::kFusedReluN1To1:
      low = QuantizeBound(-1.0f, output);
      high = QuantizeBound(1.0f, output);
      break;
    default:
      return context.diagnosis().Unsupported("fused activation", activation, schema::kFusedRelu6);
  }
  *activation_min = static_cast<int8_t>(low);
  *activation_max = static_cast<int8_t>(high);
  return true;
}

}  // namespace tinyclassify
