#include "engine/plan/chain.h"

#include "engine/model/schema.h"

namespace tinyclassify {
namespace {

// Walks along a graph while each operator's output is read by the next alone.
class Walk {
 public:
  Walk(const ModelFile& file, const Graph& graph, const MemoryPlan& plan) : file_(file), graph_(graph), plan_(plan) {}

  bool Start(uint32_t index) {
    index_ = index;
    return file_.ReadNode(index, &node_);
  }
  bool Is(int32_t builtin) const { return node_.builtin == builtin; }

  /// Whether the next operator is a `builtin` that alone reads what this one writes; then goes on to it.
  bool Next(int32_t builtin, bool* found) {
    Node next;
    *found = false;
    if (index_ + 1 >= file_.operator_count()) return true;
    if (!file_.ReadNode(index_ + 1, &next)) return false;
    written_ = node_.output;
    if (next.builtin != builtin || plan_.LastUse(graph_.BlockOf(written_)) != index_ + 1) return true;
    if (builtin == schema::kAdd ? !AddsOnce(next) : next.input[0] != written_) return true;
    node_ = next;
    ++index_;
    *found = true;
    return true;
  }
  /// Of an ADD that was found.
  bool WrittenIsSecond() const { return node_.input[1] == written_; }

 private:
  // Two activations, one of them what was written.
  bool AddsOnce(const Node& add) const {
    if (add.inputs.count != 2 || add.input[0] == add.input[1]) return false;
    if (add.input[0] != written_ && add.input[1] != written_) return false;
    const int32_t other = add.input[0] == written_ ? add.input[1] : add.input[0];
    return graph_.BlockOf(other) != MemoryPlan::kNone;
  }

  const ModelFile& file_;
  const Graph& graph_;
  const MemoryPlan& plan_;
  Node node_;
  uint32_t index_ = 0;
  int32_t written_ = -1;
};

}  // namespace

void Chain::Cut(uint32_t operators) {
  count = operators;
  if (add != kNone && add >= operators) add = kNone;
  if (depthwise != kNone && depthwise >= operators) depthwise = kNone;
}

bool FindChain(const ModelFile& file, uint32_t index, const Graph& graph, const MemoryPlan& plan, Chain* chain) {
  Walk walk(file, graph, plan);
  bool found;
  *chain = Chain();
  chain->first = index;
  if (!walk.Start(index)) return false;
  if (walk.Is(schema::kConv2D)) {
    if (!walk.Next(schema::kDepthwiseConv2D, &found)) return false;
    if (found) chain->depthwise = chain->count++;
  } else if (walk.Is(schema::kDepthwiseConv2D)) {
    chain->depthwise = 0;
  } else {
    return true;
  }
  if (chain->has_depthwise()) {
    if (!walk.Next(schema::kConv2D, &found)) return false;
    if (!found) return true;
    ++chain->count;
  }
  if (!walk.Next(schema::kAdd, &found)) return false;
  if (!found) return true;
  chain->add = chain->count++;
  chain->convolution_is_second = walk.WrittenIsSecond();
  return true;
}

bool JoinChain(const ModelFile& file, const Chain& chain, bool in_place, const Graph& graph, MemoryPlan* plan) {
  Node node;
  if (!file.ReadNode(chain.first, &node)) return false;
  const int32_t input = graph.BlockOf(node.input[0]);
  for (uint32_t i = chain.first; i < chain.last(); ++i) {
    if (!file.ReadNode(i, &node)) return false;
    plan->Drop(graph.BlockOf(node.output));
  }
  if (!file.ReadNode(chain.last(), &node)) return false;
  const int32_t output = graph.BlockOf(node.output);
  plan->Begin(output, chain.first);
  plan->Extend(input, chain.last());
  if (in_place && plan->LastUse(input) == chain.last()) {
    plan->Share(output, input);
  } else if (chain.has_add()) {
    const int32_t other = graph.BlockOf(node.input[chain.convolution_is_second ? 0 : 1]);
    if (plan->LastUse(other) == chain.last() && !plan->AreShared(other, input)) plan->Share(output, other);
  }
  return true;
}

}  // namespace tinyclassify
