#ifndef TINYCLASSIFY_ENGINE_PREPARE_PREPARE_H
#define TINYCLASSIFY_ENGINE_PREPARE_PREPARE_H

#include <stdint.h>

#include "common/block_allocator.h"
#include "engine/model/model_file.h"
#include "engine/model/operators.h"
#include "engine/operator.h"
#include "engine/plan/fusion.h"
#include "engine/requirements.h"

namespace tinyclassify {

/// Whether a choice (tc_kernels) means the kernels for Cortex-M.
constexpr bool UsesDsp(uint32_t kernels) {
#if defined(__ARM_FEATURE_DSP)
  return kernels != TC_KERNELS_PLAIN;
#else
  return kernels == TC_KERNELS_CORTEX_M7;
#endif
}

/// What the Prepare functions of the operators share.
struct PrepareContext {
  const ModelFile& file;
  BlockAllocator& state;  ///< Where constants of the operators go.
  bool dsp;               ///< Take the kernels for the Cortex-M where there are any.
  bool x86;               ///< Take the kernels for x86-64 where there are any.

  Diagnosis& diagnosis() const { return file.diagnosis(); }
};

/// Checks one operator and fills in `op` (all but its buffers) and `required`.
using Prepare = bool(const PrepareContext& context, const Node& node, Operator* op, MemoryRequirements* required);

#define TC_DECLARE(name, builtin, prepare) Prepare prepare;
TC_FOR_EACH_OPERATOR(TC_DECLARE)
#undef TC_DECLARE

/// Whether this build runs a builtin operator (schema::Builtin).
bool IsSupportedOperator(int32_t builtin);

/// Checks one operator that is supported.
bool PrepareOperator(const PrepareContext& context, const Node& node, Operator* op, MemoryRequirements* required);

/// What the kernels for Cortex-M require for a layer, with what is fused with it. How the layer keeps its constants is tried
/// out on it, and left open until the plan is made.
void RequireMemory(Conv2D* conv, MemoryRequirements* required);
void RequireMemory(InvertedResidual* block, MemoryRequirements* required);

/// Fuses prepared operators, as many from the first on as the kernels support, and shortens `fusion` to them: the one that
/// leads them runs them all and is linked with the others, which must stay where they are. `required` becomes that of all.
void Fuse(Operator* const* operators, Fusion* fusion, MemoryRequirements* required);

/// Once all buffers are resolved: a kernel uses the scratch that it was given, and one that runs fused operators reads where
/// the first of them reads and writes where the last one writes.
void FinishOperator(ScratchSize size, Operator* op);

}  // namespace tinyclassify

#endif
