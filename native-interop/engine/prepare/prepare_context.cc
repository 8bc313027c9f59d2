#include "engine/prepare/prepare_context.h"

#include "engine/model/operator_names.h"
#include "engine/model/schema.h"

namespace tinyclassify {

void* StateAllocator::Allocate(uint64_t bytes, uint32_t alignment) {
  used_ = (used_ + alignment - 1) / alignment * alignment;
  const uint64_t begin = used_;
  used_ += bytes;
  return block_ == nullptr || used_ > capacity_ ? nullptr : block_ + begin;
}

bool PrepareOperator(const PrepareContext& context, const Node& node, Operator* op, MemoryWish* wish) {
  switch (node.builtin) {
    case schema::kConv2D:
      return PrepareConv2D(context, node, op, wish);
    case schema::kDepthwiseConv2D:
      return PrepareDepthwiseConv2D(context, node, op, wish);
    case schema::kFullyConnected:
      return PrepareFullyConnected(context, node, op, wish);
    case schema::kAdd:
      return PrepareAdd(context, node, op, wish);
    case schema::kAveragePool2D:
      return PrepareAveragePool2D(context, node, op, wish);
    case schema::kMaxPool2D:
      return PrepareMaxPool2D(context, node, op, wish);
    case schema::kPad:
      return PreparePad(context, node, op, wish);
    case schema::kReshape:
      return PrepareReshape(context, node, op, wish);
    case schema::kSoftmax:
      return PrepareSoftmax(context, node, op, wish);
    default:
      return context.diagnosis().Unsupported(OperatorName(node.builtin), node.builtin, -1);
  }
}

}  // namespace tinyclassify
