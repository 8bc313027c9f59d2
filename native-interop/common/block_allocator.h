#ifndef TINYCLASSIFY_COMMON_BLOCK_ALLOCATOR_H
#define TINYCLASSIFY_COMMON_BLOCK_ALLOCATOR_H

#include <stdint.h>

#include "tinyclassify.h"

namespace tinyclassify {

/// `bytes`, or the next multiple of `alignment`, a power of two. The result must fit 32 bits.
constexpr uint32_t RoundUp(uint32_t bytes, uint32_t alignment) { return (bytes + alignment - 1) & ~(alignment - 1); }

/// Hands out pieces of the caller's block. Without a block the same calls only count: that is how tc_measure and
/// tc_probe_picture know the bytes that tc_open and decoding will take, by the very code that will take them.
class BlockAllocator {
 public:
  BlockAllocator(void* block, uint32_t capacity) : block_(static_cast<uint8_t*>(block)), capacity_(capacity) {}

  /// Stands for more, too.
  static constexpr uint32_t kMost = 1u << 31;

  /// @param bytes      at most kMost
  /// @param alignment  a power of two
  /// @return uninitialised memory; null while only counting, or where the block is full (then fits() is false)
  void* Allocate(uint32_t bytes, uint32_t alignment);

  /// @param count  of values, below 2^50
  /// @return as Allocate, TC_ALIGNMENT aligned and a multiple of it
  template <typename T>
  T* Take(uint64_t count) {
    const uint64_t bytes = count * sizeof(T);
    return static_cast<T*>(Allocate(bytes < kMost ? RoundUp(static_cast<uint32_t>(bytes), TC_ALIGNMENT) : kMost, TC_ALIGNMENT));
  }

  uint32_t used() const { return used_; }
  uint32_t capacity() const { return capacity_; }
  bool fits() const { return used_ <= capacity_; }
  /// Takes back what was handed out since `used` was read.
  void Release(uint32_t used) { used_ = used; }

 private:
  uint8_t* block_;
  uint32_t capacity_;
  uint32_t used_ = 0;
};

}  // namespace tinyclassify

#endif
