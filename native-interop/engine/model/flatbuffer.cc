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

bool Flatbuffer::FollowOffset(uint32_t position, uint32_t* target) const {
  if (!Contains(position, 4)) return diagnosis_->Corrupt("position of an offset", position, bytes_);
  const uint64_t to = static_cast<uint64_t>(position) + Load32(position);
  if (to == position || !Contains(to, 4)) {
    return diagnosis_->Corrupt("target of an offset", static_cast<int64_t>(to), bytes_);
  }
  *target = static_cast<uint32_t>(to);
  return true;
}

bool Flatbuffer::CheckTable(uint32_t position, Table* table) const {
  if (!Contains(position, 4)) return diagnosis_->Corrupt("table position", position, bytes_);
  int32_t back;
  memcpy(&back, data_ + position, sizeof(back));
  const int64_t vtable = static_cast<int64_t>(position) - back;
  if (vtable < 0 || !Contains(static_cast<uint64_t>(vtable), 4)) {
    return diagnosis_->Corrupt("vtable position", vtable, bytes_);
  }
  table->position = position;
  table->vtable = static_cast<uint32_t>(vtable);
  table->vtable_bytes = Load16(table->vtable);
  table->table_bytes = Load16(table->vtable + 2);
  if (table->vtable_bytes < 4 || table->vtable_bytes % 2 != 0 || !Contains(table->vtable, table->vtable_bytes)) {
    return diagnosis_->Corrupt("vtable size", table->vtable_bytes, bytes_);
  }
  if (table->table_bytes < 4 || !Contains(position, table->table_bytes)) {
    return diagnosis_->Corrupt("table size", table->table_bytes, bytes_);
  }
  return true;
}

bool Flatbuffer::ReadRoot(const char* identifier, Table* table) const {
  if (bytes_ < 8) return diagnosis_->Corrupt("bytes in the model file", bytes_, 8);
  if (memcmp(data_ + 4, identifier, 4) != 0) return diagnosis_->Corrupt("TFL3 marks of a .tflite file", 0, 1);
  uint32_t position;
  return FollowOffset(0, &position) && CheckTable(position, table);
}

bool Flatbuffer::FindField(const Table& table, uint32_t field, uint32_t value_bytes, uint32_t* position) const {
  *position = 0;
  const uint32_t slot = 4 + 2 * field;
  if (slot + 2 > table.vtable_bytes) return true;
  const uint16_t offset = Load16(table.vtable + slot);
  if (offset == 0) return true;
  if (offset < 4 || offset + value_bytes > table.table_bytes) {
    return diagnosis_->Corrupt("field offset", offset, table.table_bytes);
  }
  *position = table.position + offset;
  return true;
}

bool Flatbuffer::ReadInt8(const Table& table, uint32_t field, int32_t default_value, int32_t* value) const {
  uint32_t position;
  if (!FindField(table, field, 1, &position)) return false;
  *value = position == 0 ? default_value : static_cast<int8_t>(data_[position]);
  return true;
}

bool Flatbuffer::ReadUint8(const Table& table, uint32_t field, uint32_t default_value, uint32_t* value) const {
  uint32_t position;
  if (!FindField(table, field, 1, &position)) return false;
  *value = position == 0 ? default_value : data_[position];
  return true;
}

bool Flatbuffer::ReadUint32(const Table& table, uint32_t field, uint32_t default_value, uint32_t* value) const {
  uint32_t position;
  if (!FindField(table, field, 4, &position)) return false;
  *value = position == 0 ? default_value : Load32(position);
  return true;
}

bool Flatbuffer::ReadInt32(const Table& table, uint32_t field, int32_t default_value, int32_t* value) const {
  uint32_t bits;
  if (!ReadUint32(table, field, static_cast<uint32_t>(default_value), &bits)) return false;
  *value = static_cast<int32_t>(bits);
  return true;
}

bool Flatbuffer::ReadFloat(const Table& table, uint32_t field, float default_value, float* value) const {
  uint32_t position;
  if (!FindField(table, field, 4, &position)) return false;
  *value = default_value;
  if (position != 0) memcpy(value, data_ + position, sizeof(*value));
  return true;
}

bool Flatbuffer::ReadTable(const Table& table, uint32_t field, Table* value) const {
  *value = Table();
  uint32_t position, target;
  if (!FindField(table, field, 4, &position)) return false;
  if (position == 0) return true;
  return FollowOffset(position, &target) && CheckTable(target, value);
}

bool Flatbuffer::ReadVector(const Table& table, uint32_t field, uint32_t element_bytes, Vector* value) const {
  *value = Vector();
  uint32_t position, target;
  if (!FindField(table, field, 4, &position)) return false;
  if (position == 0) return true;
  if (!FollowOffset(position, &target)) return false;
  const uint32_t count = Load32(target);
  const uint64_t begin = static_cast<uint64_t>(target) + 4;
  if (!Contains(begin, static_cast<uint64_t>(count) * element_bytes)) {
    return diagnosis_->Corrupt("elements of a vector", count, static_cast<int64_t>((bytes_ - begin) / element_bytes));
  }
  value->position = static_cast<uint32_t>(begin);
  value->count = count;
  return true;
}

bool Flatbuffer::ReadTableAt(const Vector& vector, uint32_t index, Table* value) const {
  uint32_t target;
  if (index >= vector.count) return diagnosis_->Corrupt("index into a vector", index, vector.count);
  return FollowOffset(vector.position + 4 * index, &target) && CheckTable(target, value);
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
