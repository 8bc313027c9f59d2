#ifndef TINYCLASSIFY_ENGINE_MODEL_FLATBUFFER_H
#define TINYCLASSIFY_ENGINE_MODEL_FLATBUFFER_H

#include <stdint.h>

#include "engine/diagnosis.h"

namespace tinyclassify {

/// A table whose vtable has been checked to lie inside the file.
struct Table {
  uint32_t position = 0;  ///< Byte offset in the file; 0 where the table is absent.
  uint32_t vtable = 0;
  uint16_t vtable_bytes = 0;
  uint16_t table_bytes = 0;

  bool present() const { return position != 0; }
};

/// A vector of fixed-size elements, all of which lie inside the file.
struct Vector {
  uint32_t position = 0;  ///< Byte offset of the first element; 0 where the vector is absent.
  uint32_t count = 0;

  bool present() const { return position != 0; }
};

/// Reads a flatbuffer without trusting a byte of it: each offset is checked against the file's end before it is
/// followed. Format: https://flatbuffers.dev/internals (little endian; a table points back to its vtable; offsets are
/// relative to where they stand). Values are loaded bytewise, so that no alignment is assumed.
class Flatbuffer {
 public:
  Flatbuffer() = default;
  Flatbuffer(const uint8_t* data, uint32_t bytes, Diagnosis* diagnosis)
      : data_(data), bytes_(bytes), diagnosis_(diagnosis) {}

  /// @param identifier  the four characters at byte 4
  bool ReadRoot(const char* identifier, Table* table) const;

  /// Reads a scalar field into `value`, or the default where the field is absent.
  bool ReadInt8(const Table& table, uint32_t field, int32_t default_value, int32_t* value) const;
  bool ReadUint8(const Table& table, uint32_t field, uint32_t default_value, uint32_t* value) const;
  bool ReadInt32(const Table& table, uint32_t field, int32_t default_value, int32_t* value) const;
  bool ReadUint32(const Table& table, uint32_t field, uint32_t default_value, uint32_t* value) const;
  bool ReadFloat(const Table& table, uint32_t field, float default_value, float* value) const;

  /// Absent fields give an absent table or vector; a damaged one gives false.
  bool ReadTable(const Table& table, uint32_t field, Table* value) const;
  bool ReadVector(const Table& table, uint32_t field, uint32_t element_bytes, Vector* value) const;

  /// Element `index` of a vector of tables.
  bool ReadTableAt(const Vector& vector, uint32_t index, Table* value) const;

  /// Elements of a checked vector; `index` must be below its count.
  int32_t Int32At(const Vector& vector, uint32_t index) const;
  int64_t Int64At(const Vector& vector, uint32_t index) const;
  float FloatAt(const Vector& vector, uint32_t index) const;

  const uint8_t* At(uint32_t position) const { return data_ + position; }
  Diagnosis& diagnosis() const { return *diagnosis_; }

 private:
  bool Contains(uint64_t position, uint64_t bytes) const { return position + bytes <= bytes_; }
  uint16_t Load16(uint32_t position) const;
  uint32_t Load32(uint32_t position) const;
  bool FollowOffset(uint32_t position, uint32_t* target) const;
  bool CheckTable(uint32_t position, Table* table) const;
  bool FindField(const Table& table, uint32_t field, uint32_t value_bytes, uint32_t* position) const;

  const uint8_t* data_ = nullptr;
  uint32_t bytes_ = 0;
  Diagnosis* diagnosis_ = nullptr;
};

}  // namespace tinyclassify

#endif
