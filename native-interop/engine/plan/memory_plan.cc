#include "engine/plan/memory_plan.h"

namespace tinyclassify {

namespace {

uint64_t RoundUp(uint64_t bytes) {
  return (bytes + MemoryPlan::kAlignment - 1) / MemoryPlan::kAlignment * MemoryPlan::kAlignment;
}

}  // namespace

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
  Block& root = blocks_[Root(block)];
  if (last > root.last) root.last = static_cast<uint8_t>(last);
}

void MemoryPlan::Begin(int32_t block, uint32_t first) {
  Block& root = blocks_[Root(block)];
  if (first < root.first) root.first = static_cast<uint8_t>(first);
}

void MemoryPlan::Resize(int32_t block, uint32_t bytes) {
  total_bytes_ -= blocks_[block].bytes;
  blocks_[block].bytes = static_cast<uint32_t>(RoundUp(bytes));
  total_bytes_ += blocks_[block].bytes;
}

void MemoryPlan::Share(int32_t follower, int32_t leader) {
  const uint8_t from = Root(follower);
  const uint8_t to = Root(leader);
  if (from == to) return;
  blocks_[from].root = to;
  if (blocks_[from].bytes > blocks_[to].bytes) blocks_[to].bytes = blocks_[from].bytes;
  if (blocks_[from].first < blocks_[to].first) blocks_[to].first = blocks_[from].first;
  if (blocks_[from].last > blocks_[to].last) blocks_[to].last = blocks_[from].last;
}

uint32_t MemoryPlan::LiveBytes(uint32_t operator_index) const {
  uint32_t bytes = 0;
  for (uint32_t i = 0; i < count_; ++i) {
    const Block& block = blocks_[i];
    if (block.root == i && block.first <= operator_index && operator_index <= block.last) bytes += block.bytes;
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

// The lowest gap among the placed blocks that live at the same time. Each round lifts the candidate over one block that
// it hits, so it ends after as many rounds as there are blocks.
uint32_t MemoryPlan::LowestOffset(const Block& block) const {
  uint32_t offset = 0;
  for (bool moved = true; moved;) {
    moved = false;
    for (uint32_t i = 0; i < count_; ++i) {
      const Block& other = blocks_[i];
      if (other.root != i || other.placed == 0 || other.first > block.last || block.first > other.last) continue;
      if (offset < other.offset + other.bytes && other.offset < offset + block.bytes) {
        offset = other.offset + other.bytes;
        moved = true;
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
    next->offset = LowestOffset(*next);
    next->placed = 1;
    if (next->offset + next->bytes > peak) peak = next->offset + next->bytes;
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
