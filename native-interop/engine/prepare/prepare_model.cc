#include <new>

#include "common/attributes.h"
#include "engine/model.h"
#include "engine/plan/fusion.h"
#include "engine/plan/graph.h"
#include "engine/prepare/checks.h"

namespace tinyclassify {
namespace {

// Everything that is needed once and not kept.
struct Preparation {
  ModelFile file;
  MemoryPlan plan;
  Graph graph;
};

// The operators that are being fused, by their index modulo the most that can be.
struct Steps {
  Operator* all;  // Those of an open model are prepared where they stay; null while only measuring.
  Operator last[Fusion::kMost];
  Node nodes[Fusion::kMost];
  MemoryRequirements required[Fusion::kMost];

  Operator* At(uint32_t index) { return all != nullptr ? all + index : last + index % Fusion::kMost; }
};

bool PrepareStep(const PrepareContext& context, uint32_t index, Steps* steps) {
  const uint32_t place = index % Fusion::kMost;
  context.diagnosis().SetOperator(static_cast<int32_t>(index));
  steps->required[place] = MemoryRequirements();
  return context.file.ReadNode(index, &steps->nodes[place]) &&
         PrepareOperator(context, steps->nodes[place], new (steps->At(index)) Operator(), &steps->required[place]);
}

bool PlanFusion(const Fusion& fusion, const Node& node, const MemoryRequirements& required, Preparation* preparation) {
  const MemoryRequirements none;
  for (uint32_t i = 0; i < fusion.count; ++i) {
    if (!preparation->graph.AddScratch(preparation->file, fusion.first + i, i == fusion.leader() ? required : none, fusion.first,
                                       fusion.last(), &preparation->plan)) {
      return false;
    }
  }
  if (fusion.count == 1) {
    preparation->graph.ShareOutput(fusion.first, node, required, &preparation->plan);
  } else {
    FuseBlocks(fusion, required.in_place, &preparation->plan);
  }
  return true;
}

bool PrepareOperators(const PrepareContext& context, Preparation* preparation, Operator* operators) {
  const ModelFile& file = preparation->file;
  Steps steps;
  steps.all = operators;
  uint32_t prepared = 0;
  for (uint32_t i = 0; i < file.operator_count();) {
    Fusion fusion;
    fusion.first = i;
    if (context.dsp && !FindFusion(file, i, preparation->graph, preparation->plan, &fusion)) return false;
    // What did not become part of the last fusion is prepared already.
    for (; prepared < i + fusion.count; ++prepared) {
      if (!PrepareStep(context, prepared, &steps)) return false;
    }
    context.diagnosis().SetOperator(static_cast<int32_t>(i));
    MemoryRequirements required = steps.required[i % Fusion::kMost];
    if (fusion.count > 1) {
      Operator* fused[Fusion::kMost];
      for (uint32_t j = 0; j < fusion.count; ++j) fused[j] = steps.At(i + j);
      Fuse(fused, &fusion, &required);
    }
    if (!PlanFusion(fusion, steps.nodes[i % Fusion::kMost], required, preparation)) return false;
    i += fusion.count;
  }
  context.diagnosis().SetOperator(-1);
  return true;
}

const int8_t* InputPointer(const Preparation& preparation, int32_t index, uint8_t* arena) {
  const int32_t block = preparation.graph.BlockOf(index);
  if (block != MemoryPlan::kNone) return reinterpret_cast<const int8_t*>(arena + preparation.plan.OffsetOf(block));
  Tensor tensor;
  if (index < 0 || !preparation.file.ReadTensor(index, &tensor)) return nullptr;
  return reinterpret_cast<const int8_t*>(tensor.data);
}

void ResolveParts(const Preparation& preparation, const Node& node, uint8_t* arena, const Parts& parts) {
  const Vector& tensors = node.builtin == schema::kSplit ? node.outputs : node.inputs;
  for (int32_t i = 0; i < parts.count; ++i) {
    const int32_t tensor = preparation.file.flatbuffer().Int32At(tensors, static_cast<uint32_t>(i));
    parts.parts[i].data = const_cast<int8_t*>(InputPointer(preparation, tensor, arena));
  }
}

bool ResolveBuffers(const Preparation& preparation, uint8_t* arena, Operator* operators) {
  const MemoryPlan& plan = preparation.plan;
  for (uint32_t i = 0; i < preparation.file.operator_count(); ++i) {
    Node node;
    if (!preparation.file.ReadNode(i, &node)) return false;
    Operator& op = operators[i];
    const int32_t output = preparation.graph.BlockOf(node.output);
    const int32_t scratch = preparation.graph.ScratchOf(i);
    op.buffers.input = InputPointer(preparation, node.input[0], arena);
    op.buffers.second_input = InputPointer(preparation, node.input[1], arena);
    op.buffers.output = reinterpret_cast<int8_t*>(arena + plan.OffsetOf(output));
    if (node.builtin == schema::kSplit) op.buffers.input = op.buffers.second_input;  // Behind the axis.
    if (node.builtin == schema::kSplit || node.builtin == schema::kConcatenation) {
      ResolveParts(preparation, node, arena, op.parameters.parts);
    }
    op.buffers.scratch = scratch == MemoryPlan::kNone ? nullptr : arena + plan.OffsetOf(scratch);
    op.live_bytes = plan.LiveBytes(i);
  }
  for (uint32_t i = 0; i < preparation.file.operator_count(); ++i) {
    FinishOperator(preparation.graph.ScratchSizeOf(i, plan), operators + i);
  }
  return true;
}

// PrepareModel with the operators in the one order or the other.
bool PrepareInOrder(const tc_model_file& source, bool shortcuts_first, const BlockAllocator& block, tc_requirements* requirements,
                    tc_model** model, Diagnosis* diagnosis) {
  Preparation preparation;
  BlockAllocator memory = block;
  ModelFile& file = preparation.file;
  Tensor input, output;
  const auto* const bytes = static_cast<const uint8_t*>(source.bytes);
  if (!file.Open(bytes, source.size, diagnosis)) return false;
  if (shortcuts_first) file.PutShortcutsFirst();
  if (!CheckEnds(file, &input, &output) || !preparation.graph.Build(file, IsSupportedOperator, &preparation.plan)) {
    return false;
  }
  auto* opened = static_cast<PreparedModel*>(memory.Allocate(sizeof(PreparedModel), alignof(PreparedModel)));
  auto* operators =
      static_cast<Operator*>(memory.Allocate(static_cast<uint32_t>(sizeof(Operator)) * file.operator_count(), alignof(Operator)));
  const PrepareContext context = {file, memory, UsesDsp(source.kernels), source.kernels == TC_KERNELS_FASTEST};
  if (!PrepareOperators(context, &preparation, operators)) return false;
  preparation.graph.Place(file.operator_count(), &preparation.plan);

  if (memory.used() == BlockAllocator::kMost) return diagnosis->Unsupported("bytes of the state", -1, INT32_MAX);
  requirements->state_bytes = RoundUp(memory.used(), TC_ALIGNMENT);
  requirements->arena_bytes = preparation.plan.arena_bytes();
  // Each is at most 2^31 less an alignment.
  requirements->memory_bytes = requirements->state_bytes + requirements->arena_bytes;
  if (model == nullptr) return true;

  if (memory.capacity() < requirements->memory_bytes) {
    return diagnosis->Fail(TC_ERROR_MEMORY, "bytes of memory for the model", memory.capacity(),
                           int64_t{requirements->memory_bytes});
  }
  auto* const arena = static_cast<uint8_t*>(memory.Allocate(requirements->arena_bytes, TC_ALIGNMENT));
  if (!ResolveBuffers(preparation, arena, operators)) return false;
  const int32_t input_block = preparation.graph.BlockOf(file.input_index());
  const int32_t output_block = preparation.graph.BlockOf(file.output_index());
  new (opened) PreparedModel();
  DescribeEnds(file, input, output, opened);
  opened->file = bytes;
  opened->file_bytes = source.size;
  opened->operator_count = file.operator_count();
  opened->arena_bytes = preparation.plan.arena_bytes();
  opened->input = reinterpret_cast<int8_t*>(arena + preparation.plan.OffsetOf(input_block));
  opened->output = reinterpret_cast<int8_t*>(arena + preparation.plan.OffsetOf(output_block));
  opened->shortcuts_first = shortcuts_first;
  opened->operators = operators;
  *model = opened;
  return true;
}

// What is wrong with the file stays in the diagnosis. Not inline: its stack is free again before the preparation's is
// taken.
TC_NEVER_INLINE bool HasShortcuts(const tc_model_file& source, Diagnosis* diagnosis) {
  ModelFile file;
  return file.Open(static_cast<const uint8_t*>(source.bytes), source.size, diagnosis) && file.PutShortcutsFirst();
}

}  // namespace

bool PrepareModel(const tc_model_file& source, const BlockAllocator& memory, tc_requirements* requirements, tc_model** model,
                  Diagnosis* diagnosis) {
  const BlockAllocator none(nullptr, 0);
  bool shortcuts_first = false;
  if (HasShortcuts(source, diagnosis)) {
    tc_requirements in_file_order;
    if (!PrepareInOrder(source, false, none, &in_file_order, nullptr, diagnosis) ||
        !PrepareInOrder(source, true, none, requirements, nullptr, diagnosis)) {
      return false;
    }
    shortcuts_first = requirements->arena_bytes < in_file_order.arena_bytes;
  }
  return PrepareInOrder(source, shortcuts_first, memory, requirements, model, diagnosis);
}

}  // namespace tinyclassify
