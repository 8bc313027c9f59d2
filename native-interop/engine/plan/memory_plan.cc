#include "engine/plan/memory_plan.h"

namespace tinyclassify {

int32_t MemoryPlan::AddBlock(uint32_t bytes, uint32_t first, uint32_t last) {
  if (count_ == kMaxBlocks) {
    total_bytes_ = kMost;
    return kNone;
  }
  const uint32_t rounded = bytes < kMost ? RoundUp(bytes) : kMost;
  total_bytes_ = rounded < kMost - total_bytes_ ? total_bytes_ + rounded : kMost;
  const auto index = static_cast<Number>(count_);
  blocks_[index] = Block{rounded, kUnplaced, static_cast<Number>(first), static_cast<Number>(last), index, index};
  return static_cast<int32_t>(count_++);
}

void MemoryPlan::Extend(int32_t block, uint32_t last) {
  if (last > blocks_[block].last) blocks_[block].last = static_cast<Number>(last);
}

void MemoryPlan::Begin(int32_t block, uint32_t first) {
  if (first < blocks_[block].first) blocks_[block].first = static_cast<Number>(first);
}

void MemoryPlan::Resize(int32_t block, uint32_t bytes) {
  total_bytes_ -= blocks_[block].bytes;
  blocks_[block].bytes = RoundUp(bytes);
  total_bytes_ += blocks_[block].bytes;
}

void MemoryPlan::Share(int32_t follower, int32_t leader) {
  if (AreShared(follower, leader)) return;
  for (uint32_t member = blocks_[follower].next; blocks_[member].root != blocks_[leader].root;) {
    blocks_[member].root = blocks_[leader].root;
    member = blocks_[member].next;
  }
  // Two rings become one.
  const Number next = blocks_[follower].next;
  blocks_[follower].next = blocks_[leader].next;
  blocks_[leader].next = next;
}

uint32_t MemoryPlan::LastUse(int32_t block) const {
  uint32_t last = 0;
  int32_t member = block;
  do {
    if (blocks_[member].last > last) last = blocks_[member].last;
    member = blocks_[member].next;
  } while (member != block);
  return last;
}

// Of blocks that share a place and live at the same time, the largest counts.
uint32_t MemoryPlan::LiveBytes(uint32_t operator_index) const {
  uint32_t sum = 0;
  for (uint32_t root = 0; root < count_; ++root) {
    if (blocks_[root].root != root) continue;
    uint32_t greatest = 0;
    uint32_t member = root;
    do {
      const Block& block = blocks_[member];
      const bool lives = block.first <= operator_index && operator_index <= block.last;
      if (lives && block.bytes > greatest) greatest = block.bytes;
      member = block.next;
    } while (member != root);
    sum += greatest;
  }
  return sum;
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
uint32_t MemoryPlan::LowestOffset(uint32_t root) const {
  uint32_t offset = 0;
  for (bool moved = true; moved;) {
    moved = false;
    uint32_t member = root;
    do {
      const Block& block = blocks_[member];
      for (uint32_t j = 0; j < count_; ++j) {
        const Block& other = blocks_[j];
        if (other.offset == kUnplaced || other.first > block.last || block.first > other.last) continue;
        if (offset < other.offset + other.bytes && other.offset < offset + block.bytes) {
          offset = other.offset + other.bytes;
          moved = true;
        }
      }
      member = block.next;
    } while (member != root);
  }
  return offset;
}

uint32_t MemoryPlan::PlaceInOrder(Order order) {
  uint32_t peak = 0;
  // What was dropped lies anywhere.
  for (uint32_t i = 0; i < count_; ++i) blocks_[i].offset = blocks_[i].bytes == 0 ? 0 : kUnplaced;
  for (;;) {
    const Block* next = nullptr;
    for (uint32_t i = 0; i < count_; ++i) {
      const Block& block = blocks_[i];
      if (block.root != i || block.offset != kUnplaced) continue;
      if (next == nullptr || Before(block, *next, order)) next = &block;
    }
    if (next == nullptr) return peak;
    const uint32_t offset = LowestOffset(next->root);
    for (uint32_t member = next->root; blocks_[member].offset == kUnplaced; member = blocks_[member].next) {
      blocks_[member].offset = offset;
      if (offset + blocks_[member].bytes > peak) peak = offset + blocks_[member].bytes;
    }
  }
}

void MemoryPlan::PlaceWithin(uint32_t enough) {
  const uint32_t by_size = PlaceInOrder(Order::kBySize);
  arena_bytes_ = by_size;
  if (by_size <= enough) return;
  arena_bytes_ = PlaceInOrder(Order::kByLifetime);
  if (arena_bytes_ > by_size) arena_bytes_ = PlaceInOrder(Order::kBySize);
}

void MemoryPlan::Place() {
  // The sum grows only where a block begins.
  uint32_t lower_bound = 0;
  for (uint32_t i = 0; i < count_; ++i) {
    const uint32_t live = LiveBytes(blocks_[i].first);
    if (live > lower_bound) lower_bound = live;
  }
  PlaceWithin(lower_bound);
}

}  // namespace tinyclassify
