#ifndef TINYCLASSIFY_ENGINE_PLAN_GRAPH_H
#define TINYCLASSIFY_ENGINE_PLAN_GRAPH_H

#include <stdint.h>

#include "engine/model/model_file.h"
#include "engine/plan/memory_plan.h"
#include "engine/prepare/prepare_context.h"

namespace tinyclassify {

/// Which activations exist, which operator writes each, who reads it last, and which block of the plan holds it.
class Graph {
 public:
  /// Walks the operators in file order, which is the execution order: each input must be the model's input, a constant,
  /// or written before; no tensor is written twice; the model's output is written.
  bool Build(const ModelFile& file, MemoryPlan* plan);

  /// Applies what the prepared operator `index` wishes: scratch, or an output in the place of an input. To be called
  /// once an operator, in order, after Build and before MemoryPlan::Place.
  bool Apply(const ModelFile& file, uint32_t index, const Node& node, const MemoryWish& wish, MemoryPlan* plan);

  /// Block of an activation, or MemoryPlan::kNone where `tensor` is none (a constant).
  int32_t BlockOf(int32_t tensor) const;
  void SetNoScratch(uint32_t operator_index) { scratch_[operator_index] = MemoryPlan::kNone; }
  int32_t ScratchOf(uint32_t operator_index) const { return scratch_[operator_index]; }

 private:
  bool AddActivation(const ModelFile& file, int32_t tensor, uint32_t first, MemoryPlan* plan);

  // Activation i has block i: activations are added before any scratch.
  int32_t tensors_[MemoryPlan::kMaxOperators + 1];
  uint32_t count_ = 0;
  int16_t scratch_[MemoryPlan::kMaxOperators];
};

}  // namespace tinyclassify

#endif
