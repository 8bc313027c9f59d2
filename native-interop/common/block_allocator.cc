#include "common/block_allocator.h"

namespace tinyclassify {

void* BlockAllocator::Allocate(uint32_t bytes, uint32_t alignment) {
  const uint32_t begin = RoundUp(used_, alignment);
  used_ = bytes < kMost - begin ? begin + bytes : kMost;
  return block_ == nullptr || used_ > capacity_ ? nullptr : block_ + begin;
}

}  // namespace tinyclassify
