#ifndef TINYCLASSIFY_ENGINE_PLAN_RESIDUAL_ADD_H
#define TINYCLASSIFY_ENGINE_PLAN_RESIDUAL_ADD_H

#include <stdint.h>

#include "engine/plan/graph.h"
#include "engine/plan/memory_plan.h"
#include "engine/prepare/prepare_context.h"

namespace tinyclassify {

/// An ADD whose one input is the convolution right before it, and nobody else reads that: the convolution can add as it
/// goes, and its own output needs no memory.
struct ResidualAdd {
  bool found = false;
  bool convolution_is_second = false;
  int32_t other = -1;   ///< Tensor that is added.
  int32_t output = -1;  ///< Tensor that the ADD writes.
};

/// Looks at operator `index`, a convolution, and the one behind it.
bool FindResidualAdd(const ModelFile& file, uint32_t index, const Graph& graph, const MemoryPlan& plan,
                     ResidualAdd* add);

/// The same for operators that are known to be joined.
bool ReadResidualAdd(const ModelFile& file, uint32_t index, ResidualAdd* add);

/// Joins the memory of the two: no block for the convolution's output, and the sum takes the place of the other input
/// where nobody reads that later and the convolution does not read it, too.
void JoinResidualAdd(const ModelFile& file, uint32_t index, const Node& convolution, const ResidualAdd& add,
                     const Graph& graph, MemoryPlan* plan);

}  // namespace tinyclassify

#endif
