#include "engine/model/model_file.h"

#include <string.h>

#include "engine/model/schema.h"

namespace tinyclassify {
namespace {

constexpr char kLabelsName[] = "tinyclassify.labels";
constexpr char kFactorsName[] = "tinyclassify.requantization";
constexpr char kInputName[] = "tinyclassify.input";

constexpr uint32_t kFactorsVersion = 1;

struct FactorsHeader {
  uint32_t version;
  uint32_t operators;
  uint32_t channels;
  uint32_t zero;
};

}  // namespace

Tensor::Tensor() = default;

bool ModelFile::Open(const uint8_t* data, uint32_t bytes, Diagnosis* diagnosis) {
  flatbuffer_ = Flatbuffer(data, bytes, diagnosis);
  is_reordered_ = false;
  const Table model = flatbuffer_.Root(schema::kIdentifier);
  const uint32_t version = flatbuffer_.Uint32(model, schema::model::kVersion, 0);
  if (!diagnosis->ok()) return false;
  if (version != schema::kVersion) return diagnosis->Unsupported("version of the file format", version, schema::kVersion);
  operator_codes_ = flatbuffer_.VectorIn(model, schema::model::kOperatorCodes, 4);
  buffers_ = flatbuffer_.VectorIn(model, schema::model::kBuffers, 4);
  description_ = flatbuffer_.VectorIn(model, schema::model::kDescription, 1);
  ReadMetadata(model);
  return diagnosis->ok() && ReadSubgraph(model);
}

bool ModelFile::ReadSubgraph(const Table& model) {
  const Vector subgraphs = flatbuffer_.VectorIn(model, schema::model::kSubgraphs, 4);
  if (subgraphs.count != 1) return diagnosis().Unsupported("subgraphs", subgraphs.count, 1);
  const Table subgraph = flatbuffer_.TableAt(subgraphs, 0, "subgraph");
  tensors_ = flatbuffer_.VectorIn(subgraph, schema::subgraph::kTensors, 4);
  operators_ = flatbuffer_.VectorIn(subgraph, schema::subgraph::kOperators, 4);
  const Vector inputs = flatbuffer_.VectorIn(subgraph, schema::subgraph::kInputs, 4);
  const Vector outputs = flatbuffer_.VectorIn(subgraph, schema::subgraph::kOutputs, 4);
  if (!diagnosis().ok()) return false;
  if (inputs.count != 1) return diagnosis().Unsupported("inputs of the model", inputs.count, 1);
  if (outputs.count != 1) return diagnosis().Unsupported("outputs of the model", outputs.count, 1);
  input_index_ = flatbuffer_.Int32At(inputs, 0);
  output_index_ = flatbuffer_.Int32At(outputs, 0);
  return true;
}

void ModelFile::ReadMetadata(const Table& model) {
  const Vector entries = flatbuffer_.VectorIn(model, schema::model::kMetadata, 4);
  labels_ = factors_ = input_table_ = Vector();
  for (uint32_t i = 0; i < entries.count; ++i) {
    const Table entry = flatbuffer_.TableAt(entries, i, "metadata entry");
    const Vector name = flatbuffer_.VectorIn(entry, schema::metadata::kName, 1);
    const uint32_t buffer = flatbuffer_.Uint32(entry, schema::metadata::kBuffer, 0);
    if (Equals(name, kLabelsName, sizeof(kLabelsName) - 1)) labels_ = BufferAt(buffer);
    if (Equals(name, kFactorsName, sizeof(kFactorsName) - 1)) factors_ = BufferAt(buffer);
    if (Equals(name, kInputName, sizeof(kInputName) - 1)) input_table_ = BufferAt(buffer);
  }
}

bool ModelFile::Equals(const Vector& text, const char* expected, uint32_t bytes) const {
  return text.count == bytes && flatbuffer_.Equals(text.position, expected, bytes);
}

Vector ModelFile::BufferAt(uint32_t index) const {
  return flatbuffer_.VectorIn(flatbuffer_.TableAt(buffers_, index, "buffer index"), schema::buffer::kData, 1);
}

CarriedFactors FindCarriedFactors(const uint8_t* entry, uint32_t entry_bytes, uint32_t operator_count, uint32_t operator_index,
                                  uint32_t channels) {
  FactorsHeader header;
  if (entry_bytes < sizeof(header) || reinterpret_cast<uintptr_t>(entry) % 4 != 0) return CarriedFactors();
  memcpy(&header, entry, sizeof(header));
  const uint64_t expected_bytes = sizeof(header) + uint64_t{5} * header.channels + uint64_t{4} * header.operators;
  if (header.version != kFactorsVersion || header.operators != operator_count || expected_bytes != entry_bytes) {
    return CarriedFactors();
  }
  const uint8_t* const multipliers = entry + sizeof(header);
  const uint8_t* const first_channels = multipliers + 4 * header.channels;
  uint32_t first;
  memcpy(&first, first_channels + 4 * operator_index, sizeof(first));
  if (first > header.channels || channels > header.channels - first) return CarriedFactors();
  return CarriedFactors{reinterpret_cast<const int32_t*>(multipliers) + first,
                        reinterpret_cast<const int8_t*>(first_channels + 4 * header.operators) + first};
}

bool ModelFile::ReadShape(const Table& table, Tensor* tensor) const {
  const Vector shape = flatbuffer_.VectorIn(table, schema::tensor::kShape, 4);
  if (shape.count > 4) return diagnosis().Unsupported("dimensions of a tensor", shape.count, 4);
  tensor->rank = shape.count;
  uint64_t elements = 1;
  for (uint32_t i = 0; i < shape.count; ++i) {
    const int32_t dim = flatbuffer_.Int32At(shape, i);
    if (dim < 1) return diagnosis().Unsupported("size of a dimension", dim, 1);
    tensor->dims[4 - shape.count + i] = static_cast<uint32_t>(dim);
    elements *= static_cast<uint32_t>(dim);
    if (elements > kMaxElements) {
      return diagnosis().Unsupported("elements of a tensor", static_cast<int64_t>(elements), kMaxElements);
    }
  }
  tensor->elements = static_cast<uint32_t>(elements);
  return true;
}

bool ModelFile::ReadQuantization(const Table& table, Tensor* tensor) const {
  const Table quantization = flatbuffer_.TableIn(table, schema::tensor::kQuantization);
  tensor->scales = flatbuffer_.VectorIn(quantization, schema::quantization::kScale, 4);
  tensor->zero_points = flatbuffer_.VectorIn(quantization, schema::quantization::kZeroPoint, 8);
  tensor->quantized_dimension = flatbuffer_.Int32(quantization, schema::quantization::kQuantizedDimension, 0);
  const uint32_t details = flatbuffer_.Uint8(quantization, schema::quantization::kDetailsType, 0);
  if (details != 0) return diagnosis().Unsupported("custom quantization", details, 0);
  if (tensor->zero_points.count != 0 && tensor->zero_points.count != tensor->scales.count) {
    return diagnosis().Corrupt("zero points of a tensor", tensor->zero_points.count, tensor->scales.count);
  }
  if (tensor->scales.count != 0) tensor->scale = flatbuffer_.FloatAt(tensor->scales, 0);
  if (tensor->zero_points.count != 0) {
    const int64_t zero_point = flatbuffer_.Int64At(tensor->zero_points, 0);
    tensor->zero_point = static_cast<int32_t>(zero_point);
    if (tensor->zero_point != zero_point) tensor->zero_point = INT32_MAX;
  }
  return true;
}

bool ModelFile::ReadTensor(int32_t index, Tensor* tensor) const {
  *tensor = Tensor();
  tensor->index = index;
  const Table table = flatbuffer_.TableAt(tensors_, static_cast<uint32_t>(index), "tensor index");
  tensor->type = flatbuffer_.Int8(table, schema::tensor::kType, 0);
  const Vector contents = BufferAt(flatbuffer_.Uint32(table, schema::tensor::kBuffer, 0));
  if (contents.count != 0) {
    tensor->data = flatbuffer_.At(contents.position);
    tensor->data_bytes = contents.count;
  }
  if (!ReadShape(table, tensor) || !ReadQuantization(table, tensor)) return false;
  if (flatbuffer_.Uint8(table, schema::tensor::kIsVariable, 0) != 0) {
    return diagnosis().Unsupported("variable tensor", index, -1);
  }
  if (flatbuffer_.TableIn(table, schema::tensor::kSparsity).present()) {
    return diagnosis().Unsupported("sparse tensor", index, -1);
  }
  return diagnosis().ok();
}

bool ModelFile::PutShortcutsFirst() {
  if (operators_.count > kMostReordered) return false;
  for (uint32_t i = 0; i < operators_.count; ++i) order_[i] = static_cast<uint8_t>(i);
  Node shortcut, other;
  bool moved = false;
  for (uint32_t i = 0; i + 1 < operators_.count; ++i) {
    diagnosis().SetOperator(static_cast<int32_t>(i));
    if (!ReadNode(i, &shortcut)) return false;
    diagnosis().SetOperator(static_cast<int32_t>(i + 1));
    if (!ReadNode(i + 1, &other)) return false;
    if (shortcut.builtin != schema::kConv2D || other.builtin != schema::kAdd) continue;
    if (other.input[0] != shortcut.output && other.input[1] != shortcut.output) continue;
    uint32_t place = i;
    for (; place != 0 && ReadNode(order_[place - 1], &other) && other.output != shortcut.input[0]; --place) {
      order_[place] = order_[place - 1];
      moved = true;
    }
    order_[place] = static_cast<uint8_t>(i);
  }
  diagnosis().SetOperator(-1);
  is_reordered_ = moved;
  return moved;
}

uint32_t ModelFile::PlaceOf(uint32_t index) const {
  uint32_t place = index;
  if (is_reordered_) {
    for (place = 0; order_[place] != index;) ++place;
  }
  return place;
}

bool ModelFile::ReadNode(uint32_t place, Node* node) const {
  node->index = IndexAt(place);
  const Table table = flatbuffer_.TableAt(operators_, node->index, "operator");
  const uint32_t opcode_index = flatbuffer_.Uint32(table, schema::node::kOpcodeIndex, 0);
  const Table code = flatbuffer_.TableAt(operator_codes_, opcode_index, "operator code index");
  node->inputs = flatbuffer_.VectorIn(table, schema::node::kInputs, 4);
  for (uint32_t i = 0; i < 3; ++i) node->input[i] = i < node->inputs.count ? flatbuffer_.Int32At(node->inputs, i) : -1;
  node->outputs = flatbuffer_.VectorIn(table, schema::node::kOutputs, 4);
  node->output = node->outputs.count != 0 ? flatbuffer_.Int32At(node->outputs, 0) : -1;
  node->options_type = flatbuffer_.Uint8(table, schema::node::kOptionsType, 0);
  node->options = flatbuffer_.TableIn(table, schema::node::kOptions);
  // Old writers fill only the int8 field; newer ones put 127 there for codes that it cannot hold.
  const int32_t deprecated_code = flatbuffer_.Int8(code, schema::operator_code::kDeprecatedBuiltinCode, 0);
  const int32_t builtin_code = flatbuffer_.Int32(code, schema::operator_code::kBuiltinCode, 0);
  node->builtin = builtin_code > deprecated_code ? builtin_code : deprecated_code;
  return diagnosis().ok();
}

}  // namespace tinyclassify
