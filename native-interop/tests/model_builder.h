#ifndef TINYCLASSIFY_TESTS_MODEL_BUILDER_H
#define TINYCLASSIFY_TESTS_MODEL_BUILDER_H

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "engine/model/schema.h"

namespace tinyclassify::testing {

/// A value of a flatbuffer under construction: scalar, table, or vector.
struct Value {
  enum Kind { kScalar, kTable, kVector, kTables } kind = kScalar;
  std::vector<uint8_t> bytes;                      ///< A scalar's bytes, or a vector's elements.
  uint32_t element_bytes = 1;                      ///< Of a vector.
  uint32_t alignment = 4;                          ///< Of a vector's elements.
  std::vector<std::pair<uint32_t, Value>> fields;  ///< A table's.
  std::vector<Value> items;                        ///< A vector of tables'.

  template <typename T>
  static Value Scalar(T value) {
    Value result;
    const auto* bytes = reinterpret_cast<const uint8_t*>(&value);
    result.bytes.assign(bytes, bytes + sizeof(T));
    return result;
  }
  template <typename T>
  static Value Vector(const std::vector<T>& elements, uint32_t alignment = sizeof(T)) {
    Value result;
    const auto* bytes = reinterpret_cast<const uint8_t*>(elements.data());
    result.kind = kVector;
    result.bytes.assign(bytes, bytes + elements.size() * sizeof(T));
    result.element_bytes = sizeof(T);
    result.alignment = alignment;
    return result;
  }
  static Value Text(const std::string& text) { return Vector(std::vector<char>(text.begin(), text.end())); }
  static Value Table(std::vector<std::pair<uint32_t, Value>> fields) {
    Value result;
    result.kind = kTable;
    result.fields = std::move(fields);
    return result;
  }
  static Value Tables(std::vector<Value> items) {
    Value result;
    result.kind = kTables;
    result.items = std::move(items);
    return result;
  }
};

/// Writes small `.tflite` files for tests: parents first, children behind them.
class ModelBuilder {
 public:
  ModelBuilder() { buffers_.push_back(Value::Table({})); }

  /// An int8 activation. @return its tensor index
  int Activation(const std::vector<int32_t>& shape, float scale, int64_t zero_point);
  int Int8Constant(const std::vector<int32_t>& shape, const std::vector<float>& scales, const std::vector<int8_t>& data,
                   int32_t quantized_dimension = 0);
  int Int32Constant(const std::vector<int32_t>& shape, const std::vector<float>& scales, const std::vector<int32_t>& data);
  /// Any tensor, for tests of refusals. An empty `data` makes an activation.
  int Tensor(const std::vector<int32_t>& shape, int8_t type, const std::vector<float>& scales,
             const std::vector<int64_t>& zero_points, const std::vector<uint8_t>& data, int32_t quantized_dimension = 0);

  void Operator(int32_t builtin, const std::vector<int32_t>& inputs, int32_t output, uint8_t options_type,
                std::vector<std::pair<uint32_t, Value>> options) {
    Operator(builtin, inputs, std::vector<int32_t>{output}, options_type, std::move(options));
  }

  /// An operator with several outputs, or that a code does not tell: `custom` names it then.
  void Operator(int32_t builtin, const std::vector<int32_t>& inputs, const std::vector<int32_t>& outputs, uint8_t options_type,
                std::vector<std::pair<uint32_t, Value>> options, const std::string& custom = "");
  void Labels(const std::string& text) { labels_ = text; }
  /// The entry "tinyclassify.requantization".
  void Requantization(const std::vector<uint8_t>& entry) { requantization_ = entry; }
  void Description(const std::string& text) { description_ = text; }

  std::vector<uint8_t> Finish(int32_t input, int32_t output) const;

 private:
  std::vector<Value> buffers_;
  std::vector<Value> tensors_;
  std::vector<Value> codes_;
  std::vector<Value> operators_;
  std::string labels_;
  std::vector<uint8_t> requantization_;
  std::string description_;
};

}  // namespace tinyclassify::testing

#endif
