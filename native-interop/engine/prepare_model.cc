#include <new>

#include "engine/kernels/dsp/add_dsp.h"
#include "engine/kernels/dsp/conv_2d_dsp.h"
#include "engine/model/schema.h"
#include "engine/model_state.h"
#include "engine/plan/graph.h"
#include "engine/plan/residual_add.h"
#include "engine/prepare/tensor_checks.h"

namespace tinyclassify {
namespace {

// Everything that is needed once and not kept.
struct Preparation {
  ModelFile file;
  MemoryPlan plan;
  Graph graph;
};

void RunNothing(const Operator&) {}

// Joins a convolution that has just been prepared with an ADD behind it, where both kernels can.
// @param add_op  receives the ADD, which then runs nothing; its parameters stay in use
bool TryResidualAdd(const PrepareContext& context, uint32_t index, const Node& node, Preparation* preparation,
                    Operator* op, MemoryWish* wish, Operator* add_op, bool* joined) {
  const ModelFile& file = preparation->file;
  ResidualAdd add;
  Node add_node;
  MemoryWish add_wish;
  *joined = false;
  if (!context.dsp || node.builtin != schema::kConv2D || !Conv2DDspTakes(op->parameters.conv_2d)) return true;
  if (!FindResidualAdd(file, index, preparation->graph, preparation->plan, &add)) return false;
  if (!add.found) return true;
  context.diagnosis().SetOperator(static_cast<int32_t>(index + 1));
  if (!file.ReadNode(index + 1, &add_node) || !PrepareOperator(context, add_node, add_op, &add_wish)) return false;
  if (!AddDspTakes(add_op->parameters.add)) return true;
  op->parameters.conv_2d.adds_to_second = add.convolution_is_second;
  wish->scratch_bytes = Conv2DDspScratchBytes(op->parameters.conv_2d, true);
  JoinResidualAdd(file, index, node, add, preparation->graph, &preparation->plan);
  add_op->run = RunNothing;
  *joined = true;
  return true;
}

bool PrepareOperators(const PrepareContext& context, Preparation* preparation, Operator* operators) {
  const ModelFile& file = preparation->file;
  for (uint32_t i = 0; i < file.operator_count(); ++i) {
    Node node;
    Operator op, add_op;
    MemoryWish wish;
    bool joined;
    context.diagnosis().SetOperator(static_cast<int32_t>(i));
    if (!file.ReadNode(i, &node) || !PrepareOperator(context, node, &op, &wish) ||
        !TryResidualAdd(context, i, node, preparation, &op, &wish, &add_op, &joined) ||
        !preparation->graph.Apply(file, i, node, wish, &preparation->plan)) {
      return false;
    }
    if (operators != nullptr) {
      new (operators + i) Operator(op);
      if (joined) {
        new (operators + i + 1) Operator(add_op);
        operators[i].parameters.conv_2d.add = &operators[i + 1].parameters.add;
      }
    }
    if (joined) preparation->graph.SetNoScratch(++i);
  }
  context.diagnosis().SetOperator(-1);
  return true;
}

const int8_t* InputPointer(const Preparation& preparation, const Node& node, uint32_t which, uint8_t* arena) {
  if (which >= node.inputs.count) return nullptr;
  const int32_t index = preparation.file.flatbuffer().Int32At(node.inputs, which);
  const int32_t block = preparation.graph.BlockOf(index);
  if (block != MemoryPlan::kNone) return reinterpret_cast<const int8_t*>(arena + preparation.plan.OffsetOf(block));
  Tensor tensor;
  if (index < 0 || !preparation.file.ReadTensor(index, &tensor)) return nullptr;
  return reinterpret_cast<const int8_t*>(tensor.data);
}

bool ResolveBuffers(const Preparation& preparation, uint8_t* arena, Operator* operators) {
  const MemoryPlan& plan = preparation.plan;
  for (uint32_t i = 0; i < preparation.file.operator_count(); ++i) {
    Node node;
    if (!preparation.file.ReadNode(i, &node)) return false;
    Operator& op = operators[i];
    const int32_t output = preparation.graph.BlockOf(preparation.file.flatbuffer().Int32At(node.outputs, 0));
    const int32_t scratch = preparation.graph.ScratchOf(i);
    op.buffers.input = InputPointer(preparation, node, 0, arena);
    op.buffers.second_input = node.builtin == schema::kAdd ? InputPointer(preparation, node, 1, arena) : nullptr;
    op.buffers.output = reinterpret_cast<int8_t*>(arena + plan.OffsetOf(output));
    op.buffers.scratch = scratch == MemoryPlan::kNone ? nullptr : arena + plan.OffsetOf(scratch);
    op.live_bytes = plan.LiveBytes(i);
    if (node.builtin == schema::kConv2D && op.parameters.conv_2d.add != nullptr) {
      ResidualAdd add;
      if (!ReadResidualAdd(preparation.file, i, &add)) return false;
      op.buffers.second_input = reinterpret_cast<int8_t*>(arena + plan.OffsetOf(preparation.graph.BlockOf(add.other)));
      op.buffers.output = reinterpret_cast<int8_t*>(arena + plan.OffsetOf(preparation.graph.BlockOf(add.output)));
    }
  }
  return true;
}

uint64_t RoundUp(uint64_t bytes) { return (bytes + TC_ALIGNMENT - 1) / TC_ALIGNMENT * TC_ALIGNMENT; }

}  // namespace

bool PrepareModel(const uint8_t* data, uint32_t bytes, KernelChoice choice, uint8_t* memory, uint32_t memory_bytes,
                  tc_requirements* requirements, tc_model** model, Diagnosis* diagnosis) {
  Preparation preparation;
  ModelFile& file = preparation.file;
  StateAllocator state(memory, memory_bytes);
  Tensor input, output;
  Node last;
  if (!file.Open(data, bytes, diagnosis) || !preparation.graph.Build(file, &preparation.plan)) return false;

  auto* opened = static_cast<PreparedModel*>(state.Allocate(sizeof(PreparedModel), alignof(PreparedModel)));
  auto* operators = static_cast<Operator*>(state.Allocate(sizeof(Operator) * file.operator_count(), alignof(Operator)));
  const PrepareContext context = {file, state, UsesDsp(choice), choice == KernelChoice::kFastest};
  if (!CheckEnds(file, &input, &output) || !PrepareOperators(context, &preparation, operators)) return false;
  preparation.plan.Place();

  const uint64_t state_bytes = RoundUp(state.used());
  const uint64_t total = state_bytes + preparation.plan.arena_bytes();
  if (total > UINT32_MAX) return diagnosis->Unsupported("bytes of memory", static_cast<int64_t>(total), UINT32_MAX);
  requirements->state_bytes = static_cast<uint32_t>(state_bytes);
  requirements->arena_bytes = preparation.plan.arena_bytes();
  requirements->memory_bytes = static_cast<uint32_t>(total);
  if (model == nullptr) return true;

  if (memory_bytes < total) {
    return diagnosis->Fail(TC_ERROR_MEMORY, "bytes of memory for the model", memory_bytes, static_cast<int64_t>(total));
  }
  uint8_t* arena = memory + state_bytes;
  if (!ResolveBuffers(preparation, arena, operators) || !file.ReadNode(file.operator_count() - 1, &last)) return false;
  const int32_t input_block = preparation.graph.BlockOf(file.input_index());
  const int32_t output_block = preparation.graph.BlockOf(file.output_index());
  const tc_model facts = {data,
                          bytes,
                          file.operator_count(),
                          preparation.plan.arena_bytes(),
                          output.dims[3],
                          last.builtin == schema::kSoftmax ? 1u : 0u,
                          reinterpret_cast<int8_t*>(arena + preparation.plan.OffsetOf(input_block)),
                          reinterpret_cast<int8_t*>(arena + preparation.plan.OffsetOf(output_block)),
                          output.scale,
                          static_cast<int32_t>(output.zero_point)};
  *opened = PreparedModel{facts, operators};
  *model = opened;
  return true;
}

}  // namespace tinyclassify
