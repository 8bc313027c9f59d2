#ifndef TINYCLASSIFY_ENGINE_PLAN_GRAPH_H
#define TINYCLASSIFY_ENGINE_PLAN_GRAPH_H

#include <stdint.h>

#include "engine/model/model_file.h"
#include "engine/plan/memory_plan.h"
#include "engine/requirements.h"

namespace tinyclassify {

/// Which activations exist, which operator writes each, who reads it last, and which block of the plan holds it.
class Graph {
 public:
  /// Walks the operators in the order of execution, by which all indices here count: each input must be the model's
  /// input, a constant, or written before; no tensor is written twice; the model's output is written.
  /// @param is_supported  asked for each operator's code; one that is not is refused by its name
  bool Build(const ModelFile& file, bool (*is_supported)(int32_t builtin), MemoryPlan* plan);

  /// Puts the output of the prepared operator `index` in the place of an input, where that is required or allowed. In order,
  /// after Build and before MemoryPlan::Place.
  void ShareOutput(uint32_t index, const Node& node, const MemoryRequirements& required, MemoryPlan* plan);

  /// Gives operator `index` the scratch that it requires, from operator `first` to `last`. Once an operator.
  bool AddScratch(const ModelFile& file, uint32_t index, const MemoryRequirements& required, uint32_t first, uint32_t last,
                  MemoryPlan* plan);

  /// Places the blocks, and then lets operators have the larger scratch that makes them faster where the arena does not
  /// grow by it.
  void Place(uint32_t operator_count, MemoryPlan* plan) const;

  /// Block of an activation, or MemoryPlan::kNone where `tensor` is none (a constant).
  int32_t BlockOf(int32_t tensor) const;
  int32_t ScratchOf(uint32_t operator_index) const { return scratch_[operator_index]; }
  /// kLarge where there is no choice.
  ScratchSize ScratchSizeOf(uint32_t operator_index, const MemoryPlan& plan) const;

 private:
  bool TryScratch(uint32_t operator_index, uint16_t size, uint32_t arena_bytes, MemoryPlan* plan) const;
  bool AddActivation(const ModelFile& file, int32_t tensor, uint32_t first, MemoryPlan* plan);

  // Activation i has block i: activations are added before any scratch.
  int32_t tensors_[MemoryPlan::kMaxActivations];
  uint32_t count_ = 0;
  int16_t scratch_[MemoryPlan::kMaxOperators];
  // In units of the plan's alignment, all 0 where there is no choice; `medium` too where it would be no gain.
  struct Sizes {
    uint16_t small, medium, large;
  };
  Sizes sizes_[MemoryPlan::kMaxOperators];
};

}  // namespace tinyclassify

#endif
