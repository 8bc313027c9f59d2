#include "engine/kernels/cortex_m/cortex_m.h"
#include "engine/prepare/prepare.h"

namespace tinyclassify {
namespace {

// Below this number of taps it costs too much to work a channel's constants out again for each block of pixels.
constexpr int32_t kManyTaps = 128;

void LinkAdd(const Operator* add, const Fusion& fusion, Conv2D* conv) {
  conv->add = add;
  conv->adds_to_second = fusion.convolution_is_second;
}

void FuseConv2D(Operator* const* operators, Fusion* fusion, MemoryRequirements* required) {
  Conv2D& conv = operators[0]->parameters.conv_2d;
  if (!fusion->has_add() || !Conv2DDspSupports(conv) || conv.requantization.odd_count != 0 ||
      !AddDspSupports(operators[1]->parameters.add)) {
    return fusion->Shorten(1);
  }
  LinkAdd(operators[1], *fusion, &conv);
  RequireMemory(&conv, required);
}

void FuseInvertedResidual(Operator* const* operators, Fusion* fusion, MemoryRequirements* required) {
  Operator& depthwise = *operators[fusion->depthwise];
  if (depthwise.run != RunInvertedResidual) return fusion->Shorten(1);
  InvertedResidual& block = depthwise.parameters.inverted_residual;
  if (block.depthwise.requantization.odd_count != 0) return fusion->Shorten(1);
  if (fusion->has_expansion()) {
    if (!ExpansionSupports(operators[0]->parameters.conv_2d)) return fusion->Shorten(1);
    block.expansion = operators[0];
  }
  if (fusion->has_add() && !AddDspSupports(operators[fusion->add]->parameters.add)) fusion->Shorten(fusion->add);
  if (fusion->has_projection()) {
    Operator& projection = *operators[fusion->depthwise + 1];
    if (ProjectionSupports(projection.parameters.conv_2d)) {
      block.projection = &projection;
      if (fusion->has_add()) LinkAdd(operators[fusion->add], *fusion, &projection.parameters.conv_2d);
    } else {
      fusion->Shorten(fusion->depthwise + 1);
    }
  }
  RequireMemory(&block, required);
}

}  // namespace

void RequireMemory(Conv2D* conv, MemoryRequirements* required) {
  conv->keeps_constants = true;
  required->large_scratch_bytes = Conv2DDspScratchBytes(*conv);
  conv->keeps_constants = conv->window.kernel_height * conv->window.kernel_width * conv->input_channels < kManyTaps;
  required->scratch_bytes = Conv2DDspScratchBytes(*conv);
}

void RequireMemory(InvertedResidual* block, MemoryRequirements* required) {
  uint32_t* const bytes[] = {&required->scratch_bytes, &required->medium_scratch_bytes, &required->large_scratch_bytes};
  for (int32_t size = 0; size < 3; ++size) {
    ChooseGroups(static_cast<ScratchSize>(size), block);
    *bytes[size] = InvertedResidualScratchBytes(*block);
  }
  required->in_place = InvertedResidualRunsInPlace(*block);
}

void Fuse(Operator* const* operators, Fusion* fusion, MemoryRequirements* required) {
  (fusion->has_depthwise() ? FuseInvertedResidual : FuseConv2D)(operators, fusion, required);
  for (uint32_t i = 0; i < fusion->count; ++i) {
    if (i != fusion->leader()) operators[i]->run = RunNothing;
  }
}

void FinishOperator(ScratchSize size, Operator* op) {
  const Operator* last = op;
  if (op->run == RunInvertedResidual) {
    InvertedResidual& block = op->parameters.inverted_residual;
    ChooseGroups(size, &block);
    if (block.expansion != nullptr) op->buffers.input = block.expansion->buffers.input;
    if (block.projection == nullptr) return;
    last = block.projection;
  } else if (op->run == RunConv2DDsp) {
    op->parameters.conv_2d.keeps_constants = size == ScratchSize::kLarge;
  } else {
    return;
  }
  const Conv2D& conv = last->parameters.conv_2d;
  if (conv.add != nullptr) {
    last = conv.add;
    op->buffers.second_input = conv.adds_to_second ? last->buffers.input : last->buffers.second_input;
  }
  op->buffers.output = last->buffers.output;
}

}  // namespace tinyclassify
