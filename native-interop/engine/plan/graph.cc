#include "engine/plan/graph.h"

#include "engine/model/operators.h"

namespace tinyclassify {
namespace {

constexpr uint32_t kMaxInputs = 32;

// Beyond this an operator has its largest scratch at once.
constexpr uint32_t kMaxChoice = UINT16_MAX * MemoryPlan::kAlignment;

uint16_t Units(uint32_t bytes) { return static_cast<uint16_t>(MemoryPlan::RoundUp(bytes) / MemoryPlan::kAlignment); }

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
  if (count_ == MemoryPlan::kMaxActivations) {
    return file.diagnosis().Unsupported("tensors of the model", count_ + 1, MemoryPlan::kMaxActivations);
  }
  plan->AddBlock(read.elements, first, first);
  tensors_[count_++] = tensor;
  return true;
}

bool Graph::Build(const ModelFile& file, bool (*is_supported)(int32_t builtin), MemoryPlan* plan) {
  Diagnosis& diagnosis = file.diagnosis();
  const uint32_t operators = file.operator_count();
  if (operators == 0 || operators > MemoryPlan::kMaxOperators) {
    return diagnosis.Unsupported("operators of the model", operators, MemoryPlan::kMaxOperators);
  }
  if (!AddActivation(file, file.input_index(), 0, plan)) return false;
  for (uint32_t i = 0; i < operators; ++i) {
    Node node;
    diagnosis.SetOperator(static_cast<int32_t>(i));
    if (!file.ReadNode(i, &node)) return false;
    // By its name, before anything about its tensors is said.
    if (!is_supported(node.builtin)) {
      return diagnosis.Fail(TC_ERROR_MODEL_UNSUPPORTED, UnsupportedOperator(node.builtin), node.builtin, -1);
    }
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
    if (node.outputs.count == 0) return diagnosis.Corrupt("outputs of the operator", 0, 1);
    for (uint32_t j = 0; j < node.outputs.count; ++j) {
      if (!AddActivation(file, file.flatbuffer().Int32At(node.outputs, j), i, plan)) return false;
    }
  }
  diagnosis.SetOperator(-1);
  const int32_t output = BlockOf(file.output_index());
  if (output <= 0) return diagnosis.Corrupt("model output that no operator writes", file.output_index(), -1);
  plan->Extend(output, operators);  // Beyond the last operator, which must not write over it, either.
  return plan->fits() || diagnosis.Unsupported("tensors and bytes of all activations", -1, INT32_MAX);
}

void Graph::ShareOutput(uint32_t index, const Node& node, const MemoryRequirements& required, MemoryPlan* plan) {
  const int32_t output = BlockOf(node.output);
  const int32_t first = BlockOf(node.input[0]);
  const int32_t second = BlockOf(node.input[1]);
  if (required.alias) {
    plan->Share(output, first);
  } else if (required.in_place && first != MemoryPlan::kNone && plan->LastUse(first) == index) {
    plan->Share(output, first);
  } else if (required.in_place_of_second && second != MemoryPlan::kNone && plan->LastUse(second) == index) {
    plan->Share(output, second);
  }
}

bool Graph::AddScratch(const ModelFile& file, uint32_t index, const MemoryRequirements& required, uint32_t first, uint32_t last,
                       MemoryPlan* plan) {
  const uint32_t large = required.large_scratch_bytes;
  const uint32_t bytes = large > kMaxChoice ? large : required.scratch_bytes;
  scratch_[index] = MemoryPlan::kNone;
  sizes_[index] = Sizes{0, 0, 0};
  if (bytes != 0) scratch_[index] = static_cast<int16_t>(plan->AddBlock(bytes, first, last));
  if (large > bytes) sizes_[index] = Sizes{Units(bytes), Units(required.medium_scratch_bytes), Units(large)};
  return plan->fits() || file.diagnosis().Unsupported("tensors and bytes of all activations", -1, INT32_MAX);
}

ScratchSize Graph::ScratchSizeOf(uint32_t operator_index, const MemoryPlan& plan) const {
  const Sizes& sizes = sizes_[operator_index];
  const uint32_t size = sizes.large == 0 ? 0 : plan.BytesOf(scratch_[operator_index]) / MemoryPlan::kAlignment;
  if (size >= sizes.large) return ScratchSize::kLarge;
  return sizes.medium != 0 && size >= sizes.medium ? ScratchSize::kMedium : ScratchSize::kSmall;
}

bool Graph::TryScratch(uint32_t operator_index, uint16_t size, uint32_t arena_bytes, MemoryPlan* plan) const {
  if (size == 0) return false;
  plan->Resize(scratch_[operator_index], size * MemoryPlan::kAlignment);
  if (plan->LiveBytes(operator_index) <= arena_bytes) return true;
  plan->Resize(scratch_[operator_index], sizes_[operator_index].small * MemoryPlan::kAlignment);
  return false;
}

void Graph::Place(uint32_t operator_count, MemoryPlan* plan) const {
  plan->Place();
  const uint32_t arena_bytes = plan->arena_bytes();
  // All at once; where the gaps do not allow that, one after the other.
  for (uint32_t i = 0; i < operator_count; ++i) {
    if (!TryScratch(i, sizes_[i].large, arena_bytes, plan)) TryScratch(i, sizes_[i].medium, arena_bytes, plan);
  }
  plan->PlaceWithin(arena_bytes);
  if (plan->arena_bytes() <= arena_bytes) return;
  for (uint32_t i = 0; i < operator_count; ++i) {
    if (sizes_[i].large != 0) plan->Resize(scratch_[i], sizes_[i].small * MemoryPlan::kAlignment);
  }
  for (uint32_t i = 0; i < operator_count; ++i) {
    const uint16_t larger[] = {sizes_[i].large, sizes_[i].medium};
    for (const uint16_t size : larger) {
      if (!TryScratch(i, size, arena_bytes, plan)) continue;
      plan->PlaceWithin(arena_bytes);
      if (plan->arena_bytes() <= arena_bytes) break;
      plan->Resize(scratch_[i], sizes_[i].small * MemoryPlan::kAlignment);
    }
  }
  plan->PlaceWithin(arena_bytes);
}

}  // namespace tinyclassify
