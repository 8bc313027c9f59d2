#include "engine/plan/chain.h"

#include "engine/model/schema.h"

namespace tinyclassify {
namespace {

// Whether the operator behind the chain is a `builtin` that alone reads what the chain writes; then it joins the chain.
bool Extend(const ModelFile& file, const Graph& graph, const MemoryPlan& plan, int32_t builtin, Chain* chain) {
  Node next;
  const uint32_t index = chain->first + chain->count;
  const int32_t written = chain->outputs[chain->count - 1];
  if (index == file.operator_count() || !file.ReadNode(index, &next)) return false;
  if (next.builtin != builtin || plan.LastUse(written) != index) return false;
  const int32_t first = graph.BlockOf(next.input[0]);
  if (builtin == schema::kAdd) {
    // Two activations, one of them what was written.
    const int32_t second = graph.BlockOf(next.input[1]);
    const bool is_second = second == written;
    const int32_t other = is_second ? first : second;
    if ((first == written) == is_second || other == MemoryPlan::kNone || next.inputs.count != 2) return false;
    chain->convolution_is_second = is_second;
    chain->other = other;
  } else if (first != written) {
    return false;
  }
  chain->outputs[chain->count++] = graph.BlockOf(next.output);
  return true;
}

}  // namespace

void Chain::Cut(uint32_t operators) {
  count = operators;
  if (add != kNone && add >= operators) add = kNone;
  if (depthwise != kNone && depthwise >= operators) depthwise = kNone;
}

bool FindChain(const ModelFile& file, uint32_t index, const Graph& graph, const MemoryPlan& plan, Chain* chain) {
  Node node;
  *chain = Chain();
  chain->first = index;
  if (!file.ReadNode(index, &node)) return false;
  chain->input = graph.BlockOf(node.input[0]);
  chain->outputs[0] = graph.BlockOf(node.output);
  const bool starts_with_depthwise = node.builtin == schema::kDepthwiseConv2D;
  if (!starts_with_depthwise && node.builtin != schema::kConv2D) return true;
  if (starts_with_depthwise || Extend(file, graph, plan, schema::kDepthwiseConv2D, chain)) {
    chain->depthwise = chain->count - 1;
    if (!Extend(file, graph, plan, schema::kConv2D, chain)) return file.diagnosis().ok();
  }
  if (Extend(file, graph, plan, schema::kAdd, chain)) chain->add = chain->count - 1;
  return file.diagnosis().ok();
}

void JoinChain(const Chain& chain, bool in_place, MemoryPlan* plan) {
  const int32_t output = chain.outputs[chain.count - 1];
  for (uint32_t i = 0; i + 1 < chain.count; ++i) plan->Drop(chain.outputs[i]);
  plan->Begin(output, chain.first);
  plan->Extend(chain.input, chain.last());
  if (in_place && plan->LastUse(chain.input) == chain.last()) {
    plan->Share(output, chain.input);
  } else if (chain.has_add() && plan->LastUse(chain.other) == chain.last() &&
             !plan->AreShared(chain.other, chain.input)) {
    plan->Share(output, chain.other);
  }
}

}  // namespace tinyclassify
