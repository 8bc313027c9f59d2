#ifndef TINYCLASSIFY_ENGINE_MODEL_MODEL_FILE_H
#define TINYCLASSIFY_ENGINE_MODEL_MODEL_FILE_H

#include <stdint.h>

#include "engine/model/flatbuffer.h"

namespace tinyclassify {

/// A tensor of the model, read afresh from the file whenever it is needed: RAM holds no copy.
struct Tensor {
  int32_t index = -1;
  int32_t type = 0;  ///< schema::TensorType.
  uint32_t rank = 0;
  uint32_t dims[4] = {1, 1, 1, 1};  ///< Right-aligned, so NHWC for images; leading dimensions are 1. Each >= 1.
  uint32_t elements = 1;            ///< At most kMaxElements.
  Vector scales = Vector();         ///< float; one, or one a channel.
  Vector zero_points = Vector();    ///< int64; as many as scales, or none (all zero).
  int32_t quantized_dimension = 0;
  const uint8_t* data = nullptr;  ///< Constant contents; null for an activation.
  uint32_t data_bytes = 0;
  float scale = 0.0f;      ///< The first scale, 0 where there is none.
  int32_t zero_point = 0;  ///< The first zero point; INT32_MAX where it does not fit.

  Tensor();  // Not inline: the microcontroller's flash would hold a copy of it wherever one is made.

  bool constant() const { return data != nullptr; }
};

/// One operator as the file has it; ModelFile::ReadNode fills in all of it.
struct Node {
  uint32_t index;    ///< In the file.
  int32_t builtin;   ///< schema::Builtin.
  Vector inputs;     ///< int32 tensor indices; -1 marks an input left out.
  int32_t input[3];  ///< The first of them, -1 where there are fewer.
  Vector outputs;    ///< int32 tensor indices.
  int32_t output;    ///< The first, or -1.
  uint32_t options_type;
  Table options;
};

/// The requantisation factors of one operator as the file's metadata carries them, to be used where they lie.
///
/// The entry "tinyclassify.requantization", all little endian, from a multiple of 4 in memory:
///   uint32 version = 1, uint32 operators, uint32 channels, uint32 0
///   int32  multipliers[channels]
///   uint32 first_channel[operators]   for each operator of the model, where its channels start
///   int8   shifts[channels]
/// It is a copy of what follows from the scales. The engine compares each factor with the one that it works out itself,
/// so that no byte of the entry is trusted; where one differs, the operator's factors go to RAM as without the entry.
struct CarriedFactors {
  const int32_t* multipliers = nullptr;  ///< [channels] Q31; null where the file carries none for the operator.
  const int8_t* shifts = nullptr;        ///< [channels]
};

/// @param entry           null for none; an entry of another version, size or alignment counts as none
/// @param operator_count  of the model
CarriedFactors FindCarriedFactors(const uint8_t* entry, uint32_t entry_bytes, uint32_t operator_count, uint32_t operator_index,
                                  uint32_t channels);

/// Reads a `.tflite` file with one subgraph, one input and one output. Nothing is set before Open.
class ModelFile {
 public:
  static constexpr uint32_t kMaxElements = 1u << 28;
  static constexpr uint32_t kMostReordered = 120;  ///< Operators; with more, none changes its place.

  /// Checks the file's frame: identifier, version, the vectors of the model and of its subgraph.
  bool Open(const uint8_t* data, uint32_t bytes, Diagnosis* diagnosis);

  uint32_t operator_count() const { return operators_.count; }
  uint32_t tensor_count() const { return tensors_.count; }
  int32_t input_index() const { return input_index_; }
  int32_t output_index() const { return output_index_; }
  const uint8_t* description() const { return Contents(description_); }
  uint32_t description_bytes() const { return description_.count; }
  /// UTF-8, one label a line; null where the file carries none.
  const uint8_t* labels() const { return Contents(labels_); }
  uint32_t labels_bytes() const { return labels_.count; }

  /// Position in the file of int8 [channels, 256], what each byte of a picture becomes; 0 where it carries no such table.
  uint32_t input_table(uint32_t channels) const { return input_table_.count == 256 * channels ? input_table_.position : 0; }
  /// Factors that the file carries for a layer of so many channels; unchecked.
  CarriedFactors FactorsOf(const Node& node, uint32_t channels) const {
    return FindCarriedFactors(Contents(factors_), factors_.count, operators_.count, node.index, channels);
  }

  /// Lets each convolution that hands its output to an ADD right behind it (the shortcut of a residual block, in many
  /// files) run as soon as its input is there: often the block's input is larger than its output, and need not wait
  /// then.
  /// @return whether anything changed its place
  bool PutShortcutsFirst();

  /// Place of an operator of the file in the order of execution, and the other way round.
  uint32_t PlaceOf(uint32_t index) const;
  uint32_t IndexAt(uint32_t place) const { return is_reordered_ ? order_[place] : place; }

  bool ReadTensor(int32_t index, Tensor* tensor) const;
  /// @param place  in the order of execution
  bool ReadNode(uint32_t place, Node* node) const;

  const Flatbuffer& flatbuffer() const { return flatbuffer_; }
  Diagnosis& diagnosis() const { return flatbuffer_.diagnosis(); }

 private:
  bool ReadSubgraph(const Table& model);
  void ReadMetadata(const Table& model);
  bool ReadShape(const Table& table, Tensor* tensor) const;
  bool ReadQuantization(const Table& table, Tensor* tensor) const;
  bool Equals(const Vector& text, const char* expected, uint32_t bytes) const;
  Vector BufferAt(uint32_t index) const;
  const uint8_t* Contents(const Vector& bytes) const { return bytes.count != 0 ? flatbuffer_.At(bytes.position) : nullptr; }

  Flatbuffer flatbuffer_;
  Vector operator_codes_;
  Vector buffers_;
  Vector tensors_;
  Vector operators_;
  Vector description_;
  Vector labels_;
  Vector factors_;
  Vector input_table_;
  int32_t input_index_;
  int32_t output_index_;
  bool is_reordered_;
  uint8_t order_[kMostReordered];  // In the file, for each place; where is_reordered_.
};

}  // namespace tinyclassify

#endif
