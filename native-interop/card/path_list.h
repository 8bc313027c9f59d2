// The first paths in name order that a block of memory holds, out of any number that come in any order.
#ifndef TINYCLASSIFY_CARD_PATH_LIST_H_
#define TINYCLASSIFY_CARD_PATH_LIST_H_

#include <cstdint>

namespace tinyclassify {
namespace card {

/// @return less than, equal to or greater than 0, as memcmp; never 0 for different paths
int ComparePaths(const char* a, uint32_t a_bytes, const char* b, uint32_t b_bytes);

/// Paths lie in records from the memory's beginning on, a heap of their places (the last in name order on top) at its end.
/// Once one was dropped, whatever comes behind the last that is kept is dropped too: what is kept is always the beginning
/// of the whole in name order.
class PathList {
 public:
  /// @param memory  4-byte aligned
  void Begin(uint8_t* memory, uint32_t bytes, uint32_t limit);

  void Add(const char* path, uint32_t bytes);

  /// Puts the paths in order; none can be added any more. n log n.
  void Sort();

  uint32_t count() const { return count_; }
  uint32_t dropped() const { return dropped_; }

  /// @param index  [0, count), in name order after Sort
  const char* At(uint32_t index, uint32_t* bytes) const;

 private:
  struct Record {
    uint32_t place;     // In the heap; kGone where the path was dropped.
    uint16_t bytes;     // Of the path that follows.
    uint16_t capacity;  // Bytes that follow, a multiple of 4 less 0 to 3.
  };
  static constexpr uint32_t kGone = 0xFFFFFFFFu;

  static uint32_t RecordBytes(uint32_t capacity) { return static_cast<uint32_t>(sizeof(Record)) + ((capacity + 3u) & ~3u); }
  Record* RecordAt(uint32_t offset) const { return reinterpret_cast<Record*>(memory_ + offset); }
  uint32_t& Slot(uint32_t place) const { return slots_[-1 - static_cast<int32_t>(place)]; }
  const char* TextOf(const Record* record) const { return reinterpret_cast<const char*>(record + 1); }
  bool Before(uint32_t offset_a, uint32_t offset_b) const;
  void Put(uint32_t place, uint32_t offset);
  void Rise(uint32_t place);
  void Sink(uint32_t place, uint32_t size);
  bool HasRoom(uint32_t bytes) const;
  bool MayCome(const char* path, uint32_t bytes) const;  // It comes before the last that is kept.
  void Append(const char* path, uint32_t bytes);
  uint32_t DropLast();
  void Compact();

  uint8_t* memory_;
  uint32_t* slots_;  // One past the end of the memory: slots grow downwards.
  uint32_t memory_bytes_;
  uint32_t limit_;
  uint32_t count_;
  uint32_t used_;     // Bytes of records, those of dropped paths included.
  uint32_t garbage_;  // Bytes of records of dropped paths.
  uint32_t dropped_;
};

}  // namespace card
}  // namespace tinyclassify

#endif  // TINYCLASSIFY_CARD_PATH_LIST_H_
