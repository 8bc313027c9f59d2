#include "engine/kernels/add.h"

namespace tinyclassify {
namespace {

template <int8_t (*kOne)(const Add&, int32_t, int32_t)>
void Run(const Add& op, const Buffers& buffers) {
  if (op.broadcast != nullptr) {
    ForEachPair(*op.broadcast, buffers.input, buffers.second_input, buffers.output,
                [&](int32_t first, int32_t second) { return kOne(op, first, second); });
    return;
  }
  for (int32_t i = 0; i < op.size; ++i) buffers.output[i] = kOne(op, buffers.input[i], buffers.second_input[i]);
}

}  // namespace

void AddReference(const Add& add, const Buffers& buffers) { Run<AddOne>(add, buffers); }
void SubtractReference(const Add& subtract, const Buffers& buffers) { Run<SubtractOne>(subtract, buffers); }
void MultiplyReference(const Add& multiply, const Buffers& buffers) { Run<MultiplyOne>(multiply, buffers); }

}  // namespace tinyclassify
