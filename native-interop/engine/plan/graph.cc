#include "engine/plan/graph.h"

namespace tinyclassify {
namespace {

constexpr uint32_t kMaxInputs = 8;

}  // namespace

int32_t Graph::BlockOf(int32_t tensor) const {
  for (uint32_t i = 0; i < count_; ++i) {
    if (tensors_[i] == tensor) return static_cast<int32_t>(i);
  }
  return MemoryPlan::kNone;
}

bool Graph::AddActivation(const ModelFile& file, int32_t tensor, uint32_t first, MemoryPlan* plan) {
  Tensor read;
  if (!file.ReadTensor(tensor, &read)) return false;
  if (read.constant()) return file.diagnosis().Corrupt("constant tensor as an input or output", tensor, -1);
  if (BlockOf(tensor) != MemoryPlan::kNone) return file.diagnosis().Corrupt("tensor written twice", tensor, -1);
  plan->AddBlock(read.elements, first, first);
  tensors_[count_++] = tensor;
  return true;
}

bool Graph::Build(const ModelFile& file, MemoryPlan* plan) {
  Diagnosis& diagnosis = file.diagnosis();
  const uint32_t operators = file.operator_count();
  if (operators == 0) return diagnosis.Unsupported("operators of the model", 0, 1);
  if (operators > MemoryPlan::kMaxOperators) {
    return diagnosis.Unsupported("operators of the model", operators, MemoryPlan::kMaxOperators);
  }
  if (!AddActivation(file, file.input_index(), 0, plan)) return false;
  for (uint32_t i = 0; i < operators; ++i) {
    Node node;
    diagnosis.SetOperator(static_cast<int32_t>(i));
    if (!file.ReadNode(i, &node)) return false;
    if (node.inputs.count > kMaxInputs) {
      return diagnosis.Unsupported("inputs of the operator", node.inputs.count, kMaxInputs);
    }
    for (uint32_t j = 0; j < node.inputs.count; ++j) {
      const int32_t tensor = file.flatbuffer().Int32At(node.inputs, j);
      Tensor read;
      if (tensor == -1) continue;
      if (!file.ReadTensor(tensor, &read)) return false;
      if (read.constant()) continue;
      const int32_t block = BlockOf(tensor);
      if (block == MemoryPlan::kNone) return diagnosis.Corrupt("tensor read before it is written", tensor, -1);
      plan->Extend(block, i);
    }
    if (node.outputs.count != 1) return diagnosis.Unsupported("outputs of the operator", node.outputs.count, 1);
    if (!AddActivation(file, file.flatbuffer().Int32At(node.outputs, 0), i, plan)) return false;
  }
  diagnosis.SetOperator(-1);
  const int32_t output = BlockOf(file.output_index());
  if (output <= 0) return diagnosis.Corrupt("model output that no operator writes", file.output_index(), -1);
  plan->Extend(output, operators);  // Beyond the last operator, which must not write over it, either.
  return plan->fits() || diagnosis.Unsupported("bytes of all activations", -1, INT32_MAX);
}

void Graph::ShareOutput(const ModelFile& file, uint32_t index, const Node& node, const MemoryWish& wish,
                        MemoryPlan* plan) {
  const int32_t output = BlockOf(file.flatbuffer().Int32At(node.outputs, 0));
  const int32_t first = BlockOf(file.flatbuffer().Int32At(node.inputs, 0));
  const int32_t second = node.inputs.count > 1 ? BlockOf(file.flatbuffer().Int32At(node.inputs, 1))
                                               : static_cast<int32_t>(MemoryPlan::kNone);
  if (wish.alias) {
    plan->Share(output, first);
  } else if (wish.in_place && first != MemoryPlan::kNone && plan->LastUse(first) == index) {
    plan->Share(output, first);
  } else if (wish.in_place_of_second && second != MemoryPlan::kNone && plan->LastUse(second) == index) {
    plan->Share(output, second);
  }
}

bool Graph::AddScratch(const ModelFile& file, uint32_t index, const MemoryWish& wish, uint32_t first, uint32_t last,
                       MemoryPlan* plan) {
  scratch_[index] = MemoryPlan::kNone;
  small_scratch_[index] = wish.scratch_bytes;
  large_scratch_[index] = wish.large_scratch_bytes > wish.scratch_bytes ? wish.large_scratch_bytes : 0;
  if (wish.scratch_bytes != 0) scratch_[index] = static_cast<int16_t>(plan->AddBlock(wish.scratch_bytes, first, last));
  return plan->fits() || file.diagnosis().Unsupported("bytes of all activations", -1, INT32_MAX);
}

bool Graph::TryLargeScratch(uint32_t operator_index, uint32_t arena_bytes, MemoryPlan* plan) const {
  if (large_scratch_[operator_index] == 0) return false;
  plan->Resize(scratch_[operator_index], large_scratch_[operator_index]);
  if (plan->LiveBytes(operator_index) <= arena_bytes) return true;
  plan->Resize(scratch_[operator_index], small_scratch_[operator_index]);
  return false;
}

void Graph::Place(uint32_t operator_count, MemoryPlan* plan) const {
  plan->Place();
  const uint32_t arena_bytes = plan->arena_bytes();
  // All at once; where the gaps do not allow that, one after the other.
  for (uint32_t i = 0; i < operator_count; ++i) TryLargeScratch(i, arena_bytes, plan);
  plan->Place();
  if (plan->arena_bytes() <= arena_bytes) return;
  for (uint32_t i = 0; i < operator_count; ++i) {
    if (large_scratch_[i] != 0) plan->Resize(scratch_[i], small_scratch_[i]);
  }
  for (uint32_t i = 0; i < operator_count; ++i) {
    if (!TryLargeScratch(i, arena_bytes, plan)) continue;
    plan->Place();
    if (plan->arena_bytes() > arena_bytes) plan->Resize(scratch_[i], small_scratch_[i]);
  }
  plan->Place();
}

}  // namespace tinyclassify
