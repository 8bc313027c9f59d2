#ifndef TINYCLASSIFY_ENGINE_PREPARE_PREPARE_CONTEXT_H
#define TINYCLASSIFY_ENGINE_PREPARE_PREPARE_CONTEXT_H

#include <stdint.h>

#include "engine/model/model_file.h"
#include "engine/operator.h"

namespace tinyclassify {

/// Hands out pieces of the state block; without a block (tc_measure) it only counts.
class StateAllocator {
 public:
  StateAllocator(uint8_t* block, uint32_t capacity) : block_(block), capacity_(capacity) {}

  static constexpr uint32_t kMost = 1u << 31;

  /// @param bytes      at most kMost
  /// @param alignment  a power of two
  /// @return null while only counting, or where the block is full (tc_open has measured before, so it never is)
  void* Allocate(uint32_t bytes, uint32_t alignment);
  /// At most kMost, which stands for more, too.
  uint32_t used() const { return used_; }
  /// Takes back what was handed out since `used` was read.
  void Release(uint32_t used) { used_ = used; }

 private:
  uint8_t* block_;
  uint32_t capacity_;
  uint32_t used_ = 0;
};

/// What an operator wants of the memory planner.
struct MemoryWish {
  uint32_t scratch_bytes = 0;
  uint32_t medium_scratch_bytes = 0;  ///< With so much it would be faster; 0 where there is no choice.
  uint32_t large_scratch_bytes = 0;   ///< And with so much faster still.
  bool in_place = false;  ///< The output may take the place of the first input, when nobody reads that any more.
  bool in_place_of_second = false;
  bool alias = false;  ///< The output is the input under another shape; nothing runs.
};

/// Which kernels run; all give the same bytes.
enum class KernelChoice {
  kFastest,  ///< What this machine runs best.
  kPlain,    ///< The kernels that define the truth.
  kDsp       ///< Those for the Cortex-M7; on other machines, with its instructions written out.
};

/// Whether a choice means the kernels for the Cortex-M7.
constexpr bool UsesDsp(KernelChoice choice) {
#if defined(__ARM_FEATURE_DSP)
  return choice != KernelChoice::kPlain;
#else
  return choice == KernelChoice::kDsp;
#endif
}

/// What the Prepare functions of the operators share.
struct PrepareContext {
  const ModelFile& file;
  StateAllocator& state;
  bool dsp;  ///< Take the kernels for the Cortex-M7 where there are any.
  bool x86;  ///< Take the kernels for x86-64 where there are any.

  Diagnosis& diagnosis() const { return file.diagnosis(); }
};

/// Checks one operator, of a kind that runs (Graph::Build asks), and fills in `op` (all but its buffers) and `wish`.
bool PrepareOperator(const PrepareContext& context, const Node& node, Operator* op, MemoryWish* wish);

/// What a layer wishes for its kernel for the Cortex-M7, with what it has taken in. How the layer keeps its constants
/// is tried out on it, and left open until the plan is made.
void WishForConv2D(bool with_add, Conv2D* conv, MemoryWish* wish);
void WishForInvertedResidual(bool with_add, DepthwiseConv2D* conv, MemoryWish* wish);

}  // namespace tinyclassify

#endif
