#include "engine/plan/memory_plan.h"

namespace tinyclassify {

uint64_t MemoryPlan::RoundUp(uint64_t bytes) { return (bytes + kAlignment - 1) / kAlignment * kAlignment; }

int32_t MemoryPlan::AddBlock(uint64_t bytes, uint32_t first, uint32_t last) {
  if (count_ == kMaxBlocks) return kNone;
  const uint64_t rounded = RoundUp(bytes);
  total_bytes_ += rounded;
  blocks_[count_] = Block{static_cast<uint32_t>(rounded), 0, static_cast<uint8_t>(first), static_cast<uint8_t>(last),
                          static_cast<uint8_t>(count_),   0};
  return static_cast<int32_t>(count_++);
}

uint8_t MemoryPlan::Root(int32_t block) const {
  uint8_t root = static_cast<uint8_t>(block);
  while (blocks_[root].root != root) root = blocks_[root].root;
  return root;
}

void MemoryPlan::Extend(int32_t block, uint32_t last) {
  if (last > blocks_[block].last) blocks_[block].last = static_cast<uint8_t>(last);
}

void MemoryPlan::Begin(int32_t block, uint32_t first) {
  if (first < blocks_[block].first) blocks_[block].first = static_cast<uint8_t>(first);
}

void MemoryPlan::Resize(int32_t block, uint32_t bytes) {
  total_bytes_ -= blocks_[block].bytes;
  blocks_[block].bytes = static_cast<uint32_t>(RoundUp(bytes));
  total_bytes_ += blocks_[block].bytes;
}

void MemoryPlan::Share(int32_t follower, int32_t leader) { blocks_[Root(follower)].root = Root(leader); }

uint32_t MemoryPlan::LastUse(int32_t block) const {
  uint32_t last = 0;
  for (uint32_t i = 0; i < count_; ++i) {
    if (blocks_[i].last > last && AreShared(static_cast<int32_t>(i), block)) last = blocks_[i].last;
  }
  return last;
}

// Of blocks that share a place and live at the same time, the largest counts.
uint32_t MemoryPlan::LiveBytes(uint32_t operator_index) const {
  const auto lives = [&](uint32_t i) { return blocks_[i].first <= operator_index && operator_index <= blocks_[i].last; };
  uint32_t bytes = 0;
  for (uint32_t i = 0; i < count_; ++i) {
    bool counts = lives(i);
    for (uint32_t j = 0; counts && j < count_; ++j) {
      const bool larger = blocks_[j].bytes > blocks_[i].bytes || (blocks_[j].bytes == blocks_[i].bytes && j < i);
      counts = !(larger && lives(j) && AreShared(static_cast<int32_t>(i), static_cast<int32_t>(j)));
    }
    if (counts) bytes += blocks_[i].bytes;
  }
  return bytes;
}

bool MemoryPlan::Before(const Block& a, const Block& b, Order order) const {
  const uint32_t a_life = static_cast<uint32_t>(a.last) - a.first;
  const uint32_t b_life = static_cast<uint32_t>(b.last) - b.first;
  if (order == Order::kByLifetime && a_life != b_life) return a_life > b_life;
  if (a.bytes != b.bytes) return a.bytes > b.bytes;
  return a.first < b.first;
}

// The lowest offset at which no block of a group hits a placed one that lives at the same time. Each round lifts the
// candidate over one block that it hits, so it ends.
uint32_t MemoryPlan::LowestOffset(uint8_t root) const {
  uint32_t offset = 0;
  for (bool moved = true; moved;) {
    moved = false;
    for (uint32_t i = 0; i < count_; ++i) {
      const Block& block = blocks_[i];
      if (Root(static_cast<int32_t>(i)) != root) continue;
      for (uint32_t j = 0; j < count_; ++j) {
        const Block& other = blocks_[j];
        if (other.placed == 0 || other.first > block.last || block.first > other.last) continue;
        if (offset < other.offset + other.bytes && other.offset < offset + block.bytes) {
          offset = other.offset + other.bytes;
          moved = true;
        }
      }
    }
  }
  return offset;
}

uint32_t MemoryPlan::PlaceInOrder(Order order) {
  uint32_t peak = 0;
  for (uint32_t i = 0; i < count_; ++i) blocks_[i].placed = 0;
  for (;;) {
    Block* next = nullptr;
    for (uint32_t i = 0; i < count_; ++i) {
      Block& block = blocks_[i];
      if (block.root == i && block.placed == 0 && (next == nullptr || Before(block, *next, order))) next = &block;
    }
    if (next == nullptr) return peak;
    const uint32_t offset = LowestOffset(next->root);
    for (uint32_t i = 0; i < count_; ++i) {
      if (!AreShared(static_cast<int32_t>(i), next->root)) continue;
      blocks_[i].offset = offset;
      blocks_[i].placed = 1;
      if (offset + blocks_[i].bytes > peak) peak = offset + blocks_[i].bytes;
    }
  }
}

void MemoryPlan::Place() {
  uint32_t lower_bound = 0;
  for (uint32_t i = 0; i < kMaxOperators; ++i) {
    const uint32_t live = LiveBytes(i);
    if (live > lower_bound) lower_bound = live;
  }
  const uint32_t by_size = PlaceInOrder(Order::kBySize);
  arena_bytes_ = by_size;
  if (by_size == lower_bound) return;
  arena_bytes_ = PlaceInOrder(Order::kByLifetime);
  if (arena_bytes_ > by_size) arena_bytes_ = PlaceInOrder(Order::kBySize);
}

}  // namespace tinyclassify
