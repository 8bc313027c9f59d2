#include "tests/model_builder.h"

#include <cstring>

namespace tinyclassify::testing {
namespace {

class Writer {
 public:
  std::vector<uint8_t> bytes;

  void Align(size_t alignment, size_t ahead = 0) {
    while ((bytes.size() + ahead) % alignment != 0) bytes.push_back(0);
  }
  void Put32(uint32_t value) {
    const auto* data = reinterpret_cast<const uint8_t*>(&value);
    bytes.insert(bytes.end(), data, data + 4);
  }
  void PatchOffset(size_t position, size_t target) {
    const uint32_t offset = static_cast<uint32_t>(target - position);
    std::memcpy(&bytes[position], &offset, 4);
  }

  // Writes a value behind everything there is and returns where it stands.
  size_t Write(const Value& value) {
    switch (value.kind) {
      case Value::kTable:
        return WriteTable(value);
      case Value::kTables:
        return WriteTables(value);
      default:
        break;
    }
    Align(value.alignment < 4 ? 4 : value.alignment, 4);
    const size_t position = bytes.size();
    Put32(static_cast<uint32_t>(value.bytes.size() / value.element_bytes));
    bytes.insert(bytes.end(), value.bytes.begin(), value.bytes.end());
    bytes.push_back(0);  // A string's terminator; harmless elsewhere.
    return position;
  }

 private:
  size_t WriteTables(const Value& value) {
    Align(4);
    const size_t position = bytes.size();
    Put32(static_cast<uint32_t>(value.items.size()));
    bytes.resize(bytes.size() + 4 * value.items.size());
    for (size_t i = 0; i < value.items.size(); ++i) PatchOffset(position + 4 + 4 * i, Write(value.items[i]));
    return position;
  }

  size_t WriteTable(const Value& value) {
    uint32_t slots = 0;
    for (const auto& field : value.fields) slots = std::max(slots, field.first + 1);
    std::vector<uint16_t> vtable(2 + slots, 0);
    // The table: the way back to its vtable, then the fields, each aligned to its size.
    size_t size = 4;
    for (const auto& field : value.fields) {
      const size_t field_bytes = field.second.kind == Value::kScalar ? field.second.bytes.size() : 4;
      while (size % field_bytes != 0) ++size;
      vtable[2 + field.first] = static_cast<uint16_t>(size);
      size += field_bytes;
    }
    vtable[0] = static_cast<uint16_t>(2 * vtable.size());
    vtable[1] = static_cast<uint16_t>(size);
    Align(2);
    const size_t vtable_position = bytes.size();
    const auto* data = reinterpret_cast<const uint8_t*>(vtable.data());
    bytes.insert(bytes.end(), data, data + 2 * vtable.size());
    Align(8);
    const size_t position = bytes.size();
    bytes.resize(bytes.size() + size);
    const int32_t back = static_cast<int32_t>(position - vtable_position);
    std::memcpy(&bytes[position], &back, 4);
    for (const auto& field : value.fields) {
      const size_t place = position + vtable[2 + field.first];
      if (field.second.kind == Value::kScalar) {
        std::memcpy(&bytes[place], field.second.bytes.data(), field.second.bytes.size());
      } else {
        PatchOffset(place, Write(field.second));
      }
    }
    return position;
  }
};

template <typename T>
std::vector<uint8_t> BytesOf(const std::vector<T>& values) {
  const auto* data = reinterpret_cast<const uint8_t*>(values.data());
  return std::vector<uint8_t>(data, data + values.size() * sizeof(T));
}

}  // namespace

int ModelBuilder::Tensor(const std::vector<int32_t>& shape, int8_t type, const std::vector<float>& scales,
                         const std::vector<int64_t>& zero_points, const std::vector<uint8_t>& data, int32_t quantized_dimension) {
  uint32_t buffer = 0;
  if (!data.empty()) {
    buffer = static_cast<uint32_t>(buffers_.size());
    buffers_.push_back(Value::Table({{schema::buffer::kData, Value::Vector(data, 16)}}));
  }
  Value quantization = Value::Table({{schema::quantization::kScale, Value::Vector(scales)},
                                     {schema::quantization::kZeroPoint, Value::Vector(zero_points)},
                                     {schema::quantization::kQuantizedDimension, Value::Scalar(quantized_dimension)}});
  tensors_.push_back(Value::Table({{schema::tensor::kShape, Value::Vector(shape)},
                                   {schema::tensor::kType, Value::Scalar(type)},
                                   {schema::tensor::kBuffer, Value::Scalar(buffer)},
                                   {schema::tensor::kQuantization, quantization}}));
  return static_cast<int>(tensors_.size()) - 1;
}

int ModelBuilder::Activation(const std::vector<int32_t>& shape, float scale, int64_t zero_point) {
  return Tensor(shape, schema::kInt8, {scale}, {zero_point}, {});
}

int ModelBuilder::Int8Constant(const std::vector<int32_t>& shape, const std::vector<float>& scales,
                               const std::vector<int8_t>& data, int32_t quantized_dimension) {
  return Tensor(shape, schema::kInt8, scales, std::vector<int64_t>(scales.size(), 0), BytesOf(data), quantized_dimension);
}

int ModelBuilder::Int32Constant(const std::vector<int32_t>& shape, const std::vector<float>& scales,
                                const std::vector<int32_t>& data) {
  return Tensor(shape, schema::kInt32, scales, std::vector<int64_t>(scales.size(), 0), BytesOf(data));
}

void ModelBuilder::Operator(int32_t builtin, const std::vector<int32_t>& inputs, const std::vector<int32_t>& outputs,
                            uint8_t options_type, std::vector<std::pair<uint32_t, Value>> options, const std::string& custom) {
  const uint32_t code = static_cast<uint32_t>(codes_.size());
  const int8_t old_code = static_cast<int8_t>(builtin < 127 ? builtin : 127);
  std::vector<std::pair<uint32_t, Value>> code_fields = {
      {schema::operator_code::kDeprecatedBuiltinCode, Value::Scalar(old_code)}};
  if (!custom.empty()) code_fields.push_back({schema::operator_code::kCustomCode, Value::Text(custom)});
  code_fields.push_back({schema::operator_code::kBuiltinCode, Value::Scalar(builtin)});
  codes_.push_back(Value::Table(std::move(code_fields)));
  std::vector<std::pair<uint32_t, Value>> fields = {{schema::node::kOpcodeIndex, Value::Scalar(code)},
                                                    {schema::node::kInputs, Value::Vector(inputs)},
                                                    {schema::node::kOutputs, Value::Vector(outputs)}};
  if (options_type != schema::kNoOptions) {
    fields.push_back({schema::node::kOptionsType, Value::Scalar(options_type)});
    fields.push_back({schema::node::kOptions, Value::Table(std::move(options))});
  }
  operators_.push_back(Value::Table(std::move(fields)));
}

std::vector<uint8_t> ModelBuilder::Finish(int32_t input, int32_t output) const {
  std::vector<Value> buffers = buffers_;
  std::vector<Value> metadata;
  const auto add_entry = [&](const char* name, const Value& contents) {
    const uint32_t buffer = static_cast<uint32_t>(buffers.size());
    buffers.push_back(Value::Table({{schema::buffer::kData, contents}}));
    metadata.push_back(
        Value::Table({{schema::metadata::kName, Value::Text(name)}, {schema::metadata::kBuffer, Value::Scalar(buffer)}}));
  };
  if (!labels_.empty()) add_entry("tinyclassify.labels", Value::Text(labels_));
  if (!requantization_.empty()) add_entry("tinyclassify.requantization", Value::Vector(requantization_, 16));
  Value subgraph = Value::Table({{schema::subgraph::kTensors, Value::Tables(tensors_)},
                                 {schema::subgraph::kInputs, Value::Vector(std::vector<int32_t>{input})},
                                 {schema::subgraph::kOutputs, Value::Vector(std::vector<int32_t>{output})},
                                 {schema::subgraph::kOperators, Value::Tables(operators_)}});
  Value model = Value::Table({{schema::model::kVersion, Value::Scalar(uint32_t{3})},
                              {schema::model::kOperatorCodes, Value::Tables(codes_)},
                              {schema::model::kSubgraphs, Value::Tables({subgraph})},
                              {schema::model::kDescription, Value::Text(description_)},
                              {schema::model::kBuffers, Value::Tables(buffers)},
                              {schema::model::kMetadata, Value::Tables(metadata)}});
  Writer writer;
  writer.bytes = {0, 0, 0, 0, 'T', 'F', 'L', '3'};
  const size_t root = writer.Write(model);
  writer.PatchOffset(0, root);
  return writer.bytes;
}

}  // namespace tinyclassify::testing
