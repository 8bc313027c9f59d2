#ifndef TINYCLASSIFY_ENGINE_MODEL_FLATBUFFER_H
#define TINYCLASSIFY_ENGINE_MODEL_FLATBUFFER_H

#include <stdint.h>

#include "common/diagnosis.h"

namespace tinyclassify {

/// A table whose vtable has been checked to lie inside the file.
struct Table {
  uint32_t position;  ///< Byte offset in the file; 0 where the table is absent.
  uint32_t vtable;
  uint16_t vtable_bytes;
  uint16_t table_bytes;

  bool present() const { return position != 0; }
};

/// A vector of fixed-size elements, all of which lie inside the file.
struct Vector {
  uint32_t position;  ///< Byte offset of the first element; 0 where the vector is absent.
  uint32_t count;

  bool present() const { return position != 0; }
};

/// Reads a flatbuffer without trusting a byte of it: each offset is checked against the file's end before it is
/// followed. Format: https://flatbuffers.dev/internals (little endian; a table points back to its vtable; offsets are
/// relative to where they stand). Values are loaded bytewise, so that no alignment is assumed.
///
/// What is damaged goes to the diagnosis and reads as if it were absent, so that a caller reads all it wants and asks
/// diagnosis().ok() once.
class Flatbuffer {
 public:
  Flatbuffer() = default;
  Flatbuffer(const uint8_t* data, uint32_t bytes, Diagnosis* diagnosis) : data_(data), bytes_(bytes), diagnosis_(diagnosis) {}

  /// @param identifier  the four characters at byte 4
  Table Root(const char* identifier) const;

  /// A scalar field, or the default where it is absent.
  int32_t Int8(const Table& table, uint32_t field, int32_t default_value) const;
  uint32_t Uint8(const Table& table, uint32_t field, uint32_t default_value) const;
  int32_t Int32(const Table& table, uint32_t field, int32_t default_value) const;
  uint32_t Uint32(const Table& table, uint32_t field, uint32_t default_value) const;
  float Float(const Table& table, uint32_t field, float default_value) const;

  Table TableIn(const Table& table, uint32_t field) const;
  Vector VectorIn(const Table& table, uint32_t field, uint32_t element_bytes) const;

  /// Element `index` of a vector of tables.
  /// @param what  names the index, should it be out of range
  TC_ALWAYS_INLINE Table TableAt(const Vector& vector, uint32_t index, const char* what) const {
    if (index < vector.count) return CheckTable(FollowOffset(vector.position + 4 * index));
    diagnosis_->Corrupt(what, index, vector.count);
    return Table();
  }

  /// Elements of a checked vector; `index` must be below its count.
  int32_t Int32At(const Vector& vector, uint32_t index) const;
  int64_t Int64At(const Vector& vector, uint32_t index) const;
  float FloatAt(const Vector& vector, uint32_t index) const;

  /// Whether the bytes from `position` on, which must be inside the file, are those of `text`.
  bool Equals(uint32_t position, const char* text, uint32_t bytes) const;

  const uint8_t* At(uint32_t position) const { return data_ + position; }
  Diagnosis& diagnosis() const { return *diagnosis_; }

 private:
  bool Contains(uint32_t position, uint32_t bytes) const { return position <= bytes_ && bytes <= bytes_ - position; }
  uint16_t Load16(uint32_t position) const;
  uint32_t Load32(uint32_t position) const;
  /// Position that the offset at `position` leads to, or 0.
  uint32_t FollowOffset(uint32_t position) const;
  Table CheckTable(uint32_t position) const;
  /// Position of a field's value, or 0.
  uint32_t FindField(const Table& table, uint32_t field, uint32_t value_bytes) const;

  const uint8_t* data_;
  uint32_t bytes_;
  Diagnosis* diagnosis_;
};

}  // namespace tinyclassify

#endif
