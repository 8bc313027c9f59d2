#include "engine/prepare/prepare_context.h"

#include "engine/prepare/operator_table.h"

namespace tinyclassify {

void* StateAllocator::Allocate(uint32_t bytes, uint32_t alignment) {
  const uint32_t begin = (used_ + alignment - 1) & ~(alignment - 1);
  used_ = bytes < kMost - begin ? begin + bytes : kMost;
  return block_ == nullptr || used_ > capacity_ ? nullptr : block_ + begin;
}

bool PrepareOperator(const PrepareContext& context, const Node& node, Operator* op, MemoryWish* wish) {
  // What was damaged in the file read as if it were absent; here is the place that asks.
  return FindOperatorKind(node.builtin)->prepare(context, node, op, wish) && context.diagnosis().ok();
}

}  // namespace tinyclassify
