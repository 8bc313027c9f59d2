#include "engine/prepare/prepare.h"

namespace tinyclassify {
namespace {

// One builtin operator that this build runs. Without names and gaps: flash holds no others.
struct OperatorKind {
  int32_t builtin;
  Prepare* prepare;
};

#define TC_COUNT(name, builtin, prepare) +(TC_HAS(name) ? 1 : 0)
constexpr uint32_t kKinds = 0 TC_FOR_EACH_OPERATOR(TC_COUNT);
#undef TC_COUNT

struct KindTable {
  OperatorKind kinds[kKinds] = {};

  constexpr KindTable() {
    uint32_t count = 0;
#define TC_ADD(name, builtin, prepare) \
  if (TC_HAS(name)) kinds[count++] = OperatorKind{builtin, TC_HAS(name) ? prepare : nullptr};
    TC_FOR_EACH_OPERATOR(TC_ADD)
#undef TC_ADD
  }
};

constexpr KindTable kTable;

const OperatorKind* FindKind(int32_t builtin) {
  for (const OperatorKind& kind : kTable.kinds) {
    if (kind.builtin == builtin) return &kind;
  }
  return nullptr;
}

}  // namespace

bool IsSupportedOperator(int32_t builtin) { return FindKind(builtin) != nullptr; }

bool PrepareOperator(const PrepareContext& context, const Node& node, Operator* op, MemoryRequirements* required) {
  // What was damaged in the file read as if it were absent; here is the place that asks.
  return FindKind(node.builtin)->prepare(context, node, op, required) && context.diagnosis().ok();
}

}  // namespace tinyclassify
