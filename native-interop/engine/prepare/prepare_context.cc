#include "engine/prepare/prepare_context.h"

#include "engine/model/operator_names.h"
#include "engine/model/schema.h"

namespace tinyclassify {

void* StateAllocator::Allocate(uint64_t bytes, uint32_t alignment) {
  used_ = (used_ + alignment - 1) & ~uint64_t{alignment - 1};
  const uint64_t begin = used_;
  used_ += bytes;
  return block_ == nullptr || used_ > capacity_ ? nullptr : block_ + begin;
}

static bool PrepareByKind(const PrepareContext& context, const Node& node, Operator* op, MemoryWish* wish) {
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
      return context.diagnosis().Fail(TC_ERROR_MODEL_UNSUPPORTED, UnsupportedOperator(node.builtin), node.builtin, -1);
  }
}

bool PrepareOperator(const PrepareContext& context, const Node& node, Operator* op, MemoryWish* wish) {
  // What was damaged in the file read as if it were absent; here is the place that asks.
  return PrepareByKind(context, node, op, wish) && context.diagnosis().ok();
}

}  // namespace tinyclassify
