#include <new>

#include "engine/kernels/dsp/add_dsp.h"
#include "engine/kernels/dsp/conv_2d_dsp.h"
#include "engine/kernels/dsp/inverted_residual_dsp.h"
#include "engine/model/schema.h"
#include "engine/model_state.h"
#include "engine/plan/chain.h"
#include "engine/plan/graph.h"
#include "engine/prepare/tensor_checks.h"

namespace tinyclassify {
namespace {

// Everything that is needed once and not kept.
struct Preparation {
  ModelFile file;
  MemoryPlan plan;
  Graph graph;
};

// Operators that are prepared and not yet placed: those of one chain at most.
struct Step {
  Node node;
  Operator op;
  MemoryWish wish;
};

// Where the kernels take the layers of a chain, hands them to the one that runs them all, which then wishes for all.
// The chain is cut where they do not.
void JoinKernels(Chain* chain, Step* steps) {
  if (!chain->has_depthwise()) {
    Conv2D& conv = steps[0].op.parameters.conv_2d;
    if (!Conv2DDspTakes(conv) || conv.requantization.odd_count != 0 || !chain->has_add() ||
        !AddDspTakes(steps[1].op.parameters.add)) {
      return chain->Cut(1);
    }
    conv.add = &steps[1].op.parameters.add;
    conv.adds_to_second = chain->convolution_is_second;
    return WishForConv2D(true, &conv, &steps[0].wish);
  }
  DepthwiseConv2D& depthwise = steps[chain->depthwise].op.parameters.depthwise_conv_2d;
  if (!DepthwiseDspTakes(depthwise) || depthwise.requantization.odd_count != 0) return chain->Cut(1);
  if (chain->has_expansion()) {
    if (!ExpansionDspTakes(steps[0].op.parameters.conv_2d)) return chain->Cut(1);
    depthwise.expansion = &steps[0].op.parameters.conv_2d;
  }
  if (chain->has_add() && !AddDspTakes(steps[chain->add].op.parameters.add)) chain->Cut(chain->add);
  if (chain->has_projection()) {
    Conv2D& projection = steps[chain->depthwise + 1].op.parameters.conv_2d;
    if (ProjectionDspTakes(projection)) {
      depthwise.projection = &projection;
    } else {
      chain->Cut(chain->depthwise + 1);
    }
    if (chain->has_add()) {
      projection.add = &steps[chain->add].op.parameters.add;
      projection.adds_to_second = chain->convolution_is_second;
    }
  }
  WishForInvertedResidual(chain->has_add(), &depthwise, &steps[chain->depthwise].wish);
}

// Copies a chain's operators to where they stay, and lets them point to one another there.
void Settle(const Chain& chain, const Step* steps, Operator* operators) {
  for (uint32_t i = 0; i < chain.count; ++i) {
    new (operators + i) Operator(steps[i].op);
    if (i != chain.leader()) operators[i].run = RunNothing;
  }
  if (chain.has_add()) operators[chain.add - 1].parameters.conv_2d.add = &operators[chain.add].parameters.add;
  if (!chain.has_depthwise()) return;
  DepthwiseConv2D& depthwise = operators[chain.depthwise].parameters.depthwise_conv_2d;
  if (chain.has_expansion()) depthwise.expansion = &operators[0].parameters.conv_2d;
  if (chain.has_projection()) depthwise.projection = &operators[chain.depthwise + 1].parameters.conv_2d;
}

bool PlanChain(const Chain& chain, const Step* steps, Preparation* preparation) {
  const ModelFile& file = preparation->file;
  const MemoryWish none;
  for (uint32_t i = 0; i < chain.count; ++i) {
    const MemoryWish& wish = i == chain.leader() ? steps[i].wish : none;
    if (!preparation->graph.AddScratch(file, chain.first + i, wish, chain.first, chain.last(), &preparation->plan)) {
      return false;
    }
  }
  if (chain.count == 1) {
    preparation->graph.ShareOutput(chain.first, steps[0].node, steps[0].wish, &preparation->plan);
    return true;
  }
  JoinChain(chain, steps[chain.leader()].wish.in_place, &preparation->plan);
  return true;
}

bool PrepareOperators(const PrepareContext& context, Preparation* preparation, Operator* operators) {
  const ModelFile& file = preparation->file;
  Step steps[Chain::kMost];
  uint32_t prepared = 0;
  for (uint32_t i = 0; i < file.operator_count();) {
    Chain chain;
    if (context.dsp && !FindChain(file, i, preparation->graph, preparation->plan, &chain)) return false;
    chain.first = i;
    for (; prepared < chain.count; ++prepared) {
      Step& step = steps[prepared];
      new (&step) Step();
      context.diagnosis().SetOperator(static_cast<int32_t>(i + prepared));
      if (!file.ReadNode(i + prepared, &step.node) || !PrepareOperator(context, step.node, &step.op, &step.wish)) {
        return false;
      }
    }
    context.diagnosis().SetOperator(static_cast<int32_t>(i));
    if (chain.count > 1) JoinKernels(&chain, steps);
    if (!PlanChain(chain, steps, preparation)) return false;
    if (operators != nullptr) Settle(chain, steps, operators + i);
    // What the chain had to leave is the head of the next.
    for (uint32_t rest = chain.count; rest < prepared; ++rest) new (steps + rest - chain.count) Step(steps[rest]);
    prepared -= chain.count;
    i += chain.count;
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
  return true;
}

// The operator that runs a chain reads what the first of it reads, and writes what the last writes.
bool ResolveChains(const Preparation& preparation, Operator* operators) {
  Node node;
  for (uint32_t i = 0; i < preparation.file.operator_count(); ++i) {
    if (!preparation.file.ReadNode(i, &node)) return false;
    Operator* op = operators + i;
    const Conv2D* conv = nullptr;
    if (node.builtin == schema::kDepthwiseConv2D) {
      DepthwiseConv2D& depthwise = op->parameters.depthwise_conv_2d;
      ChooseGroups(preparation.graph.ScratchSizeOf(i, preparation.plan), &depthwise);
      if (depthwise.expansion != nullptr) op->buffers.input = op[-1].buffers.input;
      if (depthwise.projection == nullptr) continue;
      op->buffers.output = op[1].buffers.output;
      conv = depthwise.projection;
    } else if (node.builtin == schema::kConv2D) {
      op->parameters.conv_2d.keeps_constants =
          preparation.graph.ScratchSizeOf(i, preparation.plan) == ScratchSize::kLarge;
      conv = &op->parameters.conv_2d;
    }
    if (conv == nullptr || conv->add == nullptr) continue;
    const Buffers& add = op[conv == &op->parameters.conv_2d ? 1 : 2].buffers;
    op->buffers.second_input = conv->adds_to_second ? add.input : add.second_input;
    op->buffers.output = add.output;
  }
  return true;
}

// PrepareModel with the operators in the one order or the other.
bool PrepareInOrder(const ModelSource& source, bool shortcuts_first, uint8_t* memory, uint32_t memory_bytes,
                    tc_requirements* requirements, tc_model** model, Diagnosis* diagnosis) {
  Preparation preparation;
  ModelFile& file = preparation.file;
  StateAllocator state(memory, memory_bytes);
  Tensor input, output;
  if (!file.Open(source.data, source.bytes, diagnosis)) return false;
  if (shortcuts_first) file.PutShortcutsFirst();
  if (!CheckEnds(file, &input, &output) || !preparation.graph.Build(file, &preparation.plan)) return false;

  auto* opened = static_cast<PreparedModel*>(state.Allocate(sizeof(PreparedModel), alignof(PreparedModel)));
  auto* operators = static_cast<Operator*>(
      state.Allocate(static_cast<uint32_t>(sizeof(Operator)) * file.operator_count(), alignof(Operator)));
  const PrepareContext context = {file, state, UsesDsp(source.choice), source.choice == KernelChoice::kFastest};
  if (!PrepareOperators(context, &preparation, operators)) return false;
  preparation.graph.Place(file.operator_count(), &preparation.plan);

  if (state.used() == StateAllocator::kMost) return diagnosis->Unsupported("bytes of the state", -1, INT32_MAX);
  const uint32_t state_bytes = MemoryPlan::RoundUp(state.used());
  const uint32_t total = state_bytes + preparation.plan.arena_bytes();  // Each is at most 2^31 less an alignment.
  requirements->state_bytes = state_bytes;
  requirements->arena_bytes = preparation.plan.arena_bytes();
  requirements->memory_bytes = total;
  if (model == nullptr) return true;

  if (memory_bytes < total) {
    return diagnosis->Fail(TC_ERROR_MEMORY, "bytes of memory for the model", memory_bytes, int64_t{total});
  }
  uint8_t* arena = memory + state_bytes;
  if (!ResolveBuffers(preparation, arena, operators) || !ResolveChains(preparation, operators)) return false;
  const int32_t input_block = preparation.graph.BlockOf(file.input_index());
  const int32_t output_block = preparation.graph.BlockOf(file.output_index());
  new (opened) PreparedModel();
  DescribeEnds(file, input, output, opened);
  opened->file = source.data;
  opened->file_bytes = source.bytes;
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
TC_NEVER_INLINE bool HasShortcuts(const ModelSource& source, Diagnosis* diagnosis) {
  ModelFile file;
  return file.Open(source.data, source.bytes, diagnosis) && file.PutShortcutsFirst();
}

}  // namespace

bool PrepareModel(const ModelSource& source, uint8_t* memory, uint32_t memory_bytes, tc_requirements* requirements,
                  tc_model** model, Diagnosis* diagnosis) {
  bool shortcuts_first = false;
  if (HasShortcuts(source, diagnosis)) {
    tc_requirements in_file_order;
    if (!PrepareInOrder(source, false, nullptr, 0, &in_file_order, nullptr, diagnosis) ||
        !PrepareInOrder(source, true, nullptr, 0, requirements, nullptr, diagnosis)) {
      return false;
    }
    shortcuts_first = requirements->arena_bytes < in_file_order.arena_bytes;
  }
  return PrepareInOrder(source, shortcuts_first, memory, memory_bytes, requirements, model, diagnosis);
}

}  // namespace tinyclassify
