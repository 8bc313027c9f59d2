#include "engine/kernels/add.h"

#include "engine/always_inline.h"

namespace tinyclassify {
namespace {

using ElementFunction = int8_t(const Add&, int32_t, int32_t);

// One loop for three operators: for speed there is AddDsp.
TC_NEVER_INLINE void RunElements(const Add& op, const Buffers& buffers, ElementFunction* one) {
  if (op.broadcast != nullptr) {
    ForEachPair(*op.broadcast, buffers.input, buffers.second_input, buffers.output,
                [&](int32_t first, int32_t second) { return one(op, first, second); });
    return;
  }
  for (int32_t i = 0; i < op.size; ++i) buffers.output[i] = one(op, buffers.input[i], buffers.second_input[i]);
}

}  // namespace

void AddReference(const Add& add, const Buffers& buffers) { RunElements(add, buffers, AddOne); }
void SubtractReference(const Add& subtract, const Buffers& buffers) { RunElements(subtract, buffers, SubtractOne); }
void MultiplyReference(const Add& multiply, const Buffers& buffers) { RunElements(multiply, buffers, MultiplyOne); }

}  // namespace tinyclassify
