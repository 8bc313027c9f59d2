#include "path_list.h"

#include <cstring>

namespace tinyclassify {
namespace card {
namespace {

// A separator comes before every other character, so that a folder's contents stand together.
unsigned Rank(char c) {
  const unsigned value = static_cast<unsigned char>(c);
  if (c == '/') return 0;
  return c >= 'A' && c <= 'Z' ? value + 32u : value;
}

int Sign(uint32_t a, uint32_t b) { return a < b ? -1 : a > b; }

}  // namespace

int ComparePaths(const char* a, uint32_t a_bytes, const char* b, uint32_t b_bytes) {
  const uint32_t shorter = a_bytes < b_bytes ? a_bytes : b_bytes;
  for (uint32_t i = 0; i < shorter; ++i) {
    const int order = Sign(Rank(a[i]), Rank(b[i]));
    if (order != 0) return order;
  }
  if (a_bytes != b_bytes) return Sign(a_bytes, b_bytes);
  return std::memcmp(a, b, shorter);  // They differ in case at most; a file system with both has them in one order.
}

void PathList::Begin(uint8_t* memory, uint32_t bytes, uint32_t limit) {
  memory_ = memory;
  memory_bytes_ = bytes & ~3u;
  slots_ = reinterpret_cast<uint32_t*>(memory + memory_bytes_);
  limit_ = limit;
  count_ = used_ = garbage_ = dropped_ = 0;
}

void PathList::Add(const char* path, uint32_t bytes) {
  if ((dropped_ > 0 || !HasRoom(bytes)) && !MayCome(path, bytes)) {
    ++dropped_;
    return;
  }
  if (HasRoom(bytes)) {
    Append(path, bytes);
    return;
  }
  // In place of the last, where that is long enough.
  uint32_t offset = DropLast();
  Record* freed = RecordAt(offset);
  if (bytes <= freed->capacity) {
    garbage_ -= RecordBytes(freed->capacity);
    freed->bytes = static_cast<uint16_t>(bytes);
    std::memcpy(freed + 1, path, bytes);
    Put(count_, offset);
    Rise(count_++);
    return;
  }
  if (!HasRoom(bytes)) {
    // Closing the gaps passes over the whole memory: make room for many paths at once.
    const uint32_t wanted = memory_bytes_ / 16u + RecordBytes(bytes);
    while (count_ > 0 && garbage_ < wanted) offset = DropLast();
    const Record* first_dropped = RecordAt(offset);
    const bool may_come = ComparePaths(path, bytes, TextOf(first_dropped), first_dropped->bytes) < 0;
    Compact();
    if (!may_come || !HasRoom(bytes)) {
      ++dropped_;
      return;
    }
  }
  Append(path, bytes);
}

bool PathList::MayCome(const char* path, uint32_t bytes) const {
  if (count_ == 0) return false;
  const Record* last = RecordAt(Slot(0));
  return ComparePaths(path, bytes, TextOf(last), last->bytes) < 0;
}

void PathList::Sort() {
  for (uint32_t size = count_; size > 1; --size) {
    const uint32_t last = Slot(0);
    Put(0, Slot(size - 1));
    Put(size - 1, last);
    Sink(0, size - 1);
  }
}

const char* PathList::At(uint32_t index, uint32_t* bytes) const {
  const Record* record = RecordAt(Slot(index));
  *bytes = record->bytes;
  return TextOf(record);
}

bool PathList::Before(uint32_t offset_a, uint32_t offset_b) const {
  const Record* a = RecordAt(offset_a);
  const Record* b = RecordAt(offset_b);
  return ComparePaths(TextOf(a), a->bytes, TextOf(b), b->bytes) < 0;
}

void PathList::Put(uint32_t place, uint32_t offset) {
  Slot(place) = offset;
  RecordAt(offset)->place = place;
}

void PathList::Rise(uint32_t place) {
  const uint32_t offset = Slot(place);
  while (place > 0) {
    const uint32_t parent = (place - 1) / 2;
    if (!Before(Slot(parent), offset)) break;
    Put(place, Slot(parent));
    place = parent;
  }
  Put(place, offset);
}

void PathList::Sink(uint32_t place, uint32_t size) {
  const uint32_t offset = Slot(place);
  for (;;) {
    uint32_t child = 2 * place + 1;
    if (child >= size) break;
    if (child + 1 < size && Before(Slot(child), Slot(child + 1))) ++child;
    if (!Before(offset, Slot(child))) break;
    Put(place, Slot(child));
    place = child;
  }
  Put(place, offset);
}

bool PathList::HasRoom(uint32_t bytes) const {
  return count_ < limit_ && memory_bytes_ - used_ >= RecordBytes(bytes) + (count_ + 1u) * 4u;
}

void PathList::Append(const char* path, uint32_t bytes) {
  Record* record = RecordAt(used_);
  record->bytes = record->capacity = static_cast<uint16_t>(bytes);
  std::memcpy(record + 1, path, bytes);
  Put(count_, used_);
  used_ += RecordBytes(bytes);
  Rise(count_++);
}

uint32_t PathList::DropLast() {
  const uint32_t offset = Slot(0);
  Record* record = RecordAt(offset);
  record->place = kGone;
  garbage_ += RecordBytes(record->capacity);
  --count_;
  ++dropped_;
  if (count_ > 0) {
    Put(0, Slot(count_));
    Sink(0, count_);
  }
  return offset;
}

void PathList::Compact() {
  uint32_t to = 0;
  for (uint32_t from = 0; from < used_;) {
    Record* record = RecordAt(from);
    const uint32_t bytes = RecordBytes(record->capacity);
    if (record->place != kGone) {
      Slot(record->place) = to;
      record->capacity = record->bytes;
      const uint32_t kept = RecordBytes(record->bytes);
      std::memmove(memory_ + to, record, kept);
      to += kept;
    }
    from += bytes;
  }
  used_ = to;
  garbage_ = 0;
}

}  // namespace card
}  // namespace tinyclassify
