#include "engine/model/model_file.h"

#include <string.h>

#include "engine/model/schema.h"

namespace tinyclassify {
namespace {

constexpr char kLabelsName[] = "tinyclassify.labels";

}  // namespace

bool ModelFile::Open(const uint8_t* data, uint32_t bytes, Diagnosis* diagnosis) {
  flatbuffer_ = Flatbuffer(data, bytes, diagnosis);
  Table model;
  uint32_t version;
  Vector description;
  if (!flatbuffer_.ReadRoot(schema::kIdentifier, &model) ||
      !flatbuffer_.ReadUint32(model, schema::model::kVersion, 0, &version)) {
    return false;
  }
  if (version != schema::kVersion)
    return diagnosis->Unsupported("version of the file format", version, schema::kVersion);
  if (!flatbuffer_.ReadVector(model, schema::model::kOperatorCodes, 4, &operator_codes_) ||
      !flatbuffer_.ReadVector(model, schema::model::kBuffers, 4, &buffers_) ||
      !flatbuffer_.ReadVector(model, schema::model::kDescription, 1, &description)) {
    return false;
  }
  if (description.count != 0) {
    description_ = flatbuffer_.At(description.position);
    description_bytes_ = description.count;
  }
  return ReadSubgraph(model) && ReadLabels(model);
}

bool ModelFile::ReadSubgraph(const Table& model) {
  Vector subgraphs, inputs, outputs;
  Table subgraph;
  if (!flatbuffer_.ReadVector(model, schema::model::kSubgraphs, 4, &subgraphs)) return false;
  if (subgraphs.count != 1) return diagnosis().Unsupported("subgraphs", subgraphs.count, 1);
  if (!flatbuffer_.ReadTableAt(subgraphs, 0, &subgraph) ||
      !flatbuffer_.ReadVector(subgraph, schema::subgraph::kTensors, 4, &tensors_) ||
      !flatbuffer_.ReadVector(subgraph, schema::subgraph::kInputs, 4, &inputs) ||
      !flatbuffer_.ReadVector(subgraph, schema::subgraph::kOutputs, 4, &outputs) ||
      !flatbuffer_.ReadVector(subgraph, schema::subgraph::kOperators, 4, &operators_)) {
    return false;
  }
  if (inputs.count != 1) return diagnosis().Unsupported("inputs of the model", inputs.count, 1);
  if (outputs.count != 1) return diagnosis().Unsupported("outputs of the model", outputs.count, 1);
  input_index_ = flatbuffer_.Int32At(inputs, 0);
  output_index_ = flatbuffer_.Int32At(outputs, 0);
  return true;
}

bool ModelFile::ReadLabels(const Table& model) {
  Vector entries;
  if (!flatbuffer_.ReadVector(model, schema::model::kMetadata, 4, &entries)) return false;
  for (uint32_t i = 0; i < entries.count; ++i) {
    Table entry;
    Vector name;
    uint32_t buffer;
    if (!flatbuffer_.ReadTableAt(entries, i, &entry) ||
        !flatbuffer_.ReadVector(entry, schema::metadata::kName, 1, &name) ||
        !flatbuffer_.ReadUint32(entry, schema::metadata::kBuffer, 0, &buffer)) {
      return false;
    }
    if (name.count == sizeof(kLabelsName) - 1 && memcmp(flatbuffer_.At(name.position), kLabelsName, name.count) == 0) {
      return ReadBuffer(buffer, &labels_, &labels_bytes_);
    }
  }
  return true;
}

bool ModelFile::ReadBuffer(uint32_t index, const uint8_t** data, uint32_t* bytes) const {
  Table buffer;
  Vector contents;
  *data = nullptr;
  *bytes = 0;
  if (index >= buffers_.count) return diagnosis().Corrupt("buffer index", index, buffers_.count);
  if (!flatbuffer_.ReadTableAt(buffers_, index, &buffer) ||
      !flatbuffer_.ReadVector(buffer, schema::buffer::kData, 1, &contents)) {
    return false;
  }
  if (contents.count != 0) {
    *data = flatbuffer_.At(contents.position);
    *bytes = contents.count;
  }
  return true;
}

bool ModelFile::ReadShape(const Table& table, Tensor* tensor) const {
  Vector shape;
  if (!flatbuffer_.ReadVector(table, schema::tensor::kShape, 4, &shape)) return false;
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
  Table quantization;
  uint32_t details;
  if (!flatbuffer_.ReadTable(table, schema::tensor::kQuantization, &quantization)) return false;
  if (!quantization.present()) return true;
  if (!flatbuffer_.ReadVector(quantization, schema::quantization::kScale, 4, &tensor->scales) ||
      !flatbuffer_.ReadVector(quantization, schema::quantization::kZeroPoint, 8, &tensor->zero_points) ||
      !flatbuffer_.ReadUint8(quantization, schema::quantization::kDetailsType, 0, &details) ||
      !flatbuffer_.ReadInt32(quantization, schema::quantization::kQuantizedDimension, 0,
                             &tensor->quantized_dimension)) {
    return false;
  }
  if (details != 0) return diagnosis().Unsupported("custom quantization", details, 0);
  if (tensor->zero_points.count != 0 && tensor->zero_points.count != tensor->scales.count) {
    return diagnosis().Corrupt("zero points of a tensor", tensor->zero_points.count, tensor->scales.count);
  }
  if (tensor->scales.count != 0) tensor->scale = flatbuffer_.FloatAt(tensor->scales, 0);
  if (tensor->zero_points.count != 0) tensor->zero_point = flatbuffer_.Int64At(tensor->zero_points, 0);
  return true;
}

bool ModelFile::ReadTensor(int32_t index, Tensor* tensor) const {
  *tensor = Tensor();
  Table table, sparsity;
  uint32_t buffer, is_variable;
  if (index < 0 || static_cast<uint32_t>(index) >= tensors_.count) {
    return diagnosis().Corrupt("tensor index", index, tensors_.count);
  }
  tensor->index = index;
  if (!flatbuffer_.ReadTableAt(tensors_, static_cast<uint32_t>(index), &table) ||
      !flatbuffer_.ReadInt8(table, schema::tensor::kType, 0, &tensor->type) ||
      !flatbuffer_.ReadUint32(table, schema::tensor::kBuffer, 0, &buffer) ||
      !flatbuffer_.ReadUint8(table, schema::tensor::kIsVariable, 0, &is_variable) ||
      !flatbuffer_.ReadTable(table, schema::tensor::kSparsity, &sparsity) || !ReadShape(table, tensor) ||
      !ReadQuantization(table, tensor) || !ReadBuffer(buffer, &tensor->data, &tensor->data_bytes)) {
    return false;
  }
  if (is_variable != 0) return diagnosis().Unsupported("variable tensor", index, -1);
  if (sparsity.present()) return diagnosis().Unsupported("sparse tensor", index, -1);
  return true;
}

bool ModelFile::ReadNode(uint32_t index, Node* node) const {
  *node = Node();
  Table table, code;
  uint32_t opcode_index;
  int32_t deprecated_code, builtin_code;
  if (!flatbuffer_.ReadTableAt(operators_, index, &table) ||
      !flatbuffer_.ReadUint32(table, schema::node::kOpcodeIndex, 0, &opcode_index)) {
    return false;
  }
  if (opcode_index >= operator_codes_.count) {
    return diagnosis().Corrupt("operator code index", opcode_index, operator_codes_.count);
  }
  if (!flatbuffer_.ReadTableAt(operator_codes_, opcode_index, &code) ||
      !flatbuffer_.ReadInt8(code, schema::operator_code::kDeprecatedBuiltinCode, 0, &deprecated_code) ||
      !flatbuffer_.ReadInt32(code, schema::operator_code::kBuiltinCode, 0, &builtin_code) ||
      !flatbuffer_.ReadVector(table, schema::node::kInputs, 4, &node->inputs) ||
      !flatbuffer_.ReadVector(table, schema::node::kOutputs, 4, &node->outputs) ||
      !flatbuffer_.ReadUint8(table, schema::node::kOptionsType, 0, &node->options_type) ||
      !flatbuffer_.ReadTable(table, schema::node::kOptions, &node->options)) {
    return false;
  }
  // Old writers fill only the int8 field; newer ones put 127 there for codes that it cannot hold.
  node->builtin = builtin_code > deprecated_code ? builtin_code : deprecated_code;
  return true;
}

}  // namespace tinyclassify
