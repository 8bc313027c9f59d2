#ifndef TINYCLASSIFY_ENGINE_PLAN_MEMORY_PLAN_H
#define TINYCLASSIFY_ENGINE_PLAN_MEMORY_PLAN_H

#include <stdint.h>

#include "common/block_allocator.h"

namespace tinyclassify {

// A model may have so many operators. A PC has stack enough for networks that no microcontroller's flash holds.
#ifndef TC_MAX_OPERATORS
#if defined(__arm__)
#define TC_MAX_OPERATORS 200
#else
#define TC_MAX_OPERATORS 1000
#endif
#endif

/// Lays out the arena: which bytes belong to which tensor while which operators run. Plain data on the stack of
/// tc_measure and tc_open (4 KB on a microcontroller): the limits below are what that costs.
class MemoryPlan {
 public:
  static constexpr uint32_t kMaxOperators = TC_MAX_OPERATORS;
  static constexpr uint32_t kMaxActivations = kMaxOperators + 15;  ///< Some operators have several outputs.
  static constexpr uint32_t kAlignment = 16;
  static constexpr int32_t kNone = -1;

  /// `bytes`, at most 2^31, or the next multiple of kAlignment.
  static constexpr uint32_t RoundUp(uint32_t bytes) { return tinyclassify::RoundUp(bytes, kAlignment); }

  /// Adds a block that lives from operator `first` to operator `last`, both included.
  /// @return its number, or kNone where the plan is full
  int32_t AddBlock(uint32_t bytes, uint32_t first, uint32_t last);

  /// Lets the block live until `last` at least.
  void Extend(int32_t block, uint32_t last);

  /// Lets the block live from `first` on at least.
  void Begin(int32_t block, uint32_t first);

  /// Frees a block that is never stored after all. It shares no place.
  void Drop(int32_t block) { blocks_[block].bytes = 0; }

  /// Changes the size of a block.
  void Resize(int32_t block, uint32_t bytes);

  /// Whether both are one block.
  bool AreShared(int32_t a, int32_t b) const { return blocks_[a].root == blocks_[b].root; }

  /// Puts `follower` where `leader` lies: both begin at one offset, each with its own size and lifetime. The caller sees
  /// to it that they may overlap where they live at the same time.
  void Share(int32_t follower, int32_t leader);

  /// Operator after which the bytes of a block may be written again.
  uint32_t LastUse(int32_t block) const;

  /// Finds an offset for every block such that no two that live at the same time overlap: greedily, by falling size, and
  /// by lifetime where that has left the arena larger than `enough` and makes it smaller.
  void PlaceWithin(uint32_t enough);

  /// The same with the lower bound as what is enough, the greatest sum of living blocks: where it is met the plan is
  /// optimal.
  void Place();

  uint32_t OffsetOf(int32_t block) const { return blocks_[block].offset; }
  uint32_t BytesOf(int32_t block) const { return blocks_[block].bytes; }
  uint32_t arena_bytes() const { return arena_bytes_; }
  /// Whether there was room for all blocks, and their sum stays in 32 bits; Place must not be called otherwise.
  bool fits() const { return total_bytes_ < kMost; }

  /// Bytes of the blocks that live while an operator runs.
  uint32_t LiveBytes(uint32_t operator_index) const;

 private:
  // Of an operator or a block: a byte where that is enough.
  template <bool kIsSmall, typename Small, typename Large>
  struct Choose {
    using Type = Small;
  };
  template <typename Small, typename Large>
  struct Choose<false, Small, Large> {
    using Type = Large;
  };
  using Number = Choose<(kMaxActivations <= UINT8_MAX), uint8_t, uint16_t>::Type;

  struct Block {
    uint32_t bytes;
    uint32_t offset;
    Number first;
    Number last;
    Number root;  // Stands for the blocks that share a place.
    Number next;  // The next of them, in a ring.
  };
  enum class Order { kBySize, kByLifetime };

  bool Before(const Block& a, const Block& b, Order order) const;
  uint32_t PlaceInOrder(Order order);
  uint32_t LowestOffset(uint32_t root) const;

  static constexpr uint32_t kUnplaced = UINT32_MAX;  // An offset.
  static constexpr uint32_t kMost = 1u << 31;        // Bytes; stands for more, too.
  // Every activation, and scratch; where numbers are bytes, for a share of the operators: ADD and the like have none.
  static constexpr uint32_t kMaxBlocks = sizeof(Number) == 1 ? UINT8_MAX : kMaxActivations + kMaxOperators;
  Block blocks_[kMaxBlocks];
  uint32_t count_ = 0;
  uint32_t arena_bytes_ = 0;
  uint32_t total_bytes_ = 0;
};

}  // namespace tinyclassify

#endif
