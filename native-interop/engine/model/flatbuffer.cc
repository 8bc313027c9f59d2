#include "engine/model/flatbuffer.h"

#include <string.h>

namespace tinyclassify {

uint16_t Flatbuffer::Load16(uint32_t position) const {
  uint16_t value;
  memcpy(&value, data_ + position, sizeof(value));
  return value;
}

uint32_t Flatbuffer::Load32(uint32_t position) const {
  uint32_t value;
  memcpy(&value, data_ + position, sizeof(value));
  return value;
}

uint32_t Flatbuffer::FollowOffset(uint32_t position) const {
  if (!Contains(position, 4)) {
    diagnosis_->Corrupt("position of an offset", position, bytes_);
    return 0;
  }
  const uint32_t offset = Load32(position);
  if (offset == 0 || offset > bytes_ - position || !Contains(position + offset, 4)) {
    diagnosis_->Corrupt("offset from a position to its target", offset, position);
    return 0;
  }
  return position + offset;
}

Table Flatbuffer::CheckTable(uint32_t position) const {
  Table table = Table();
  if (position == 0) return table;
  // A vtable may stand before or behind its table; where the difference wraps around, the vtable is beyond the end.
  table.position = position;
  table.vtable = position - Load32(position);
  if (!Contains(table.vtable, 4)) {
    diagnosis_->Corrupt("vtable position", table.vtable, bytes_);
    return Table();
  }
  table.vtable_bytes = Load16(table.vtable);
  table.table_bytes = Load16(table.vtable + 2);
  if (table.vtable_bytes < 4 || table.vtable_bytes % 2 != 0 || !Contains(table.vtable, table.vtable_bytes)) {
    diagnosis_->Corrupt("vtable size", table.vtable_bytes, bytes_);
    return Table();
  }
  if (table.table_bytes < 4 || !Contains(position, table.table_bytes)) {
    diagnosis_->Corrupt("table size", table.table_bytes, bytes_);
    return Table();
  }
  return table;
}

Table Flatbuffer::Root(const char* identifier) const {
  if (bytes_ < 8) {
    diagnosis_->Corrupt("bytes in the model file", bytes_, 8);
    return Table();
  }
  if (!Equals(4, identifier, 4)) {
    diagnosis_->Corrupt("TFL3 marks of a .tflite file", 0, 1);
    return Table();
  }
  return CheckTable(FollowOffset(0));
}

uint32_t Flatbuffer::FindField(const Table& table, uint32_t field, uint32_t value_bytes) const {
  const uint32_t slot = 4 + 2 * field;
  if (slot + 2 > table.vtable_bytes) return 0;
  const uint32_t offset = Load16(table.vtable + slot);
  if (offset == 0) return 0;
  if (offset < 4 || offset + value_bytes > table.table_bytes) {
    diagnosis_->Corrupt("field offset", offset, table.table_bytes);
    return 0;
  }
  return table.position + offset;
}

// A loop of its own: memcmp would come in for this alone.
bool Flatbuffer::Equals(uint32_t position, const char* text, uint32_t bytes) const {
  while (bytes != 0 && data_[position + bytes - 1] == static_cast<uint8_t>(text[bytes - 1])) --bytes;
  return bytes == 0;
}

int32_t Flatbuffer::Int8(const Table& table, uint32_t field, int32_t default_value) const {
  const uint32_t position = FindField(table, field, 1);
  return position == 0 ? default_value : static_cast<int8_t>(data_[position]);
}

uint32_t Flatbuffer::Uint8(const Table& table, uint32_t field, uint32_t default_value) const {
  const uint32_t position = FindField(table, field, 1);
  return position == 0 ? default_value : data_[position];
}

uint32_t Flatbuffer::Uint32(const Table& table, uint32_t field, uint32_t default_value) const {
  const uint32_t position = FindField(table, field, 4);
  return position == 0 ? default_value : Load32(position);
}

int32_t Flatbuffer::Int32(const Table& table, uint32_t field, int32_t default_value) const {
  return static_cast<int32_t>(Uint32(table, field, static_cast<uint32_t>(default_value)));
}

float Flatbuffer::Float(const Table& table, uint32_t field, float default_value) const {
  const uint32_t position = FindField(table, field, 4);
  if (position != 0) memcpy(&default_value, data_ + position, sizeof(default_value));
  return default_value;
}

Table Flatbuffer::TableIn(const Table& table, uint32_t field) const {
  const uint32_t position = FindField(table, field, 4);
  return CheckTable(position == 0 ? 0 : FollowOffset(position));
}

Vector Flatbuffer::VectorIn(const Table& table, uint32_t field, uint32_t element_bytes) const {
  const uint32_t position = FindField(table, field, 4);
  const uint32_t target = position == 0 ? 0 : FollowOffset(position);
  if (target == 0) return Vector();
  const uint32_t count = Load32(target);
  const uint32_t most = (bytes_ - target - 4) / element_bytes;
  if (count > most) {
    diagnosis_->Corrupt("elements of a vector", count, most);
    return Vector();
  }
  return Vector{target + 4, count};
}

int32_t Flatbuffer::Int32At(const Vector& vector, uint32_t index) const {
  return static_cast<int32_t>(Load32(vector.position + 4 * index));
}

int64_t Flatbuffer::Int64At(const Vector& vector, uint32_t index) const {
  int64_t value;
  memcpy(&value, data_ + vector.position + 8 * index, sizeof(value));
  return value;
}

float Flatbuffer::FloatAt(const Vector& vector, uint32_t index) const {
  float value;
  memcpy(&value, data_ + vector.position + 4 * index, sizeof(value));
  return value;
}

}  // namespace tinyclassify
