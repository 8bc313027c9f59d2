#include "engine/plan/fusion.h"

#include "engine/model/schema.h"

namespace tinyclassify {
namespace {

// Whether the operator behind the fusion is a `builtin` that alone reads what the fusion writes; then it becomes part of it.
bool Extend(const ModelFile& file, const Graph& graph, const MemoryPlan& plan, int32_t builtin, Fusion* fusion) {
  Node next;
  const uint32_t index = fusion->first + fusion->count;
  const int32_t written = fusion->outputs[fusion->count - 1];
  if (index == file.operator_count() || !file.ReadNode(index, &next)) return false;
  if (next.builtin != builtin || plan.LastUse(written) != index) return false;
  const int32_t first = graph.BlockOf(next.input[0]);
  if (builtin == schema::kAdd) {
    // Two activations, one of them what was written.
    const int32_t second = graph.BlockOf(next.input[1]);
    const bool is_second = second == written;
    const int32_t other = is_second ? first : second;
    if ((first == written) == is_second || other == MemoryPlan::kNone || next.inputs.count != 2) return false;
    fusion->convolution_is_second = is_second;
    fusion->other = other;
  } else if (first != written) {
    return false;
  }
  fusion->outputs[fusion->count++] = graph.BlockOf(next.output);
  return true;
}

}  // namespace

void Fusion::Shorten(uint32_t operators) {
  count = operators;
  if (add != kNone && add >= operators) add = kNone;
  if (depthwise != kNone && depthwise >= operators) depthwise = kNone;
}

bool FindFusion(const ModelFile& file, uint32_t index, const Graph& graph, const MemoryPlan& plan, Fusion* fusion) {
  Node node;
  *fusion = Fusion();
  fusion->first = index;
  if (!file.ReadNode(index, &node)) return false;
  fusion->input = graph.BlockOf(node.input[0]);
  fusion->outputs[0] = graph.BlockOf(node.output);
  const bool starts_with_depthwise = node.builtin == schema::kDepthwiseConv2D;
  if (!starts_with_depthwise && node.builtin != schema::kConv2D) return true;
  if (starts_with_depthwise || Extend(file, graph, plan, schema::kDepthwiseConv2D, fusion)) {
    fusion->depthwise = fusion->count - 1;
    if (!Extend(file, graph, plan, schema::kConv2D, fusion)) return file.diagnosis().ok();
  }
  if (Extend(file, graph, plan, schema::kAdd, fusion)) fusion->add = fusion->count - 1;
  return file.diagnosis().ok();
}

void FuseBlocks(const Fusion& fusion, bool in_place, MemoryPlan* plan) {
  const int32_t output = fusion.outputs[fusion.count - 1];
  for (uint32_t i = 0; i + 1 < fusion.count; ++i) plan->Drop(fusion.outputs[i]);
  plan->Begin(output, fusion.first);
  plan->Extend(fusion.input, fusion.last());
  if (in_place && plan->LastUse(fusion.input) == fusion.last()) {
    plan->Share(output, fusion.input);
  } else if (fusion.has_add() && plan->LastUse(fusion.other) == fusion.last() && !plan->AreShared(fusion.other, fusion.input)) {
    plan->Share(output, fusion.other);
  }
}

}  // namespace tinyclassify
