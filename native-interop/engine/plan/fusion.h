#ifndef TINYCLASSIFY_ENGINE_PLAN_FUSION_H
#define TINYCLASSIFY_ENGINE_PLAN_FUSION_H

#include <stdint.h>

#include "engine/plan/graph.h"
#include "engine/plan/memory_plan.h"

namespace tinyclassify {

/// Operators one behind the other that can be fused, because nobody else reads what they hand on:
/// [CONV_2D] DEPTHWISE_CONV_2D [CONV_2D [ADD]], or CONV_2D ADD. Found from the graph alone; whether kernels support the
/// layers is another question.
struct Fusion {
  static constexpr uint32_t kMost = 4;
  static constexpr uint32_t kNone = kMost;

  uint32_t first = 0;  ///< Index of the first operator.
  uint32_t count = 1;
  uint32_t depthwise = kNone;  ///< Place in the fusion.
  uint32_t add = kNone;
  bool convolution_is_second = false;  ///< Of the ADD's inputs.
  int32_t input = MemoryPlan::kNone;   ///< Block of the first operator's input.
  int32_t other = MemoryPlan::kNone;   ///< Block of the ADD's other input.
  int32_t outputs[kMost] = {};         ///< Blocks.

  bool has_depthwise() const { return depthwise != kNone; }
  bool has_expansion() const { return depthwise == 1; }
  bool has_projection() const { return has_depthwise() && count > depthwise + 1; }
  bool has_add() const { return add != kNone; }
  uint32_t leader() const { return has_depthwise() ? depthwise : 0; }  ///< The operator that runs them all.
  uint32_t last() const { return first + count - 1; }

  /// Keeps the first `operators` of it.
  void Shorten(uint32_t operators);
};

/// The longest fusion that begins with operator `index`; of one operator where there is none.
bool FindFusion(const ModelFile& file, uint32_t index, const Graph& graph, const MemoryPlan& plan, Fusion* fusion);

/// Plans the memory of a fusion: no blocks for what is handed on within it, and the output in the place of the input
/// where `in_place` and nobody reads that later, or else in the place of what is added.
void FuseBlocks(const Fusion& fusion, bool in_place, MemoryPlan* plan);

}  // namespace tinyclassify

#endif
