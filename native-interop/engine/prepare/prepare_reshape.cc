#include "engine/prepare/prepare_context.h"
#include "engine/prepare/prepare_functions.h"
#include "engine/prepare/tensor_checks.h"

namespace tinyclassify {

// The output's own shape counts; the second input and the option only repeat it. Nothing is copied: the output takes
// the input's place in the arena.
bool PrepareReshape(const PrepareContext& context, const Node& node, Operator* op, MemoryWish* wish) {
  Tensor input, output;
  if (!ReadEnds(context, node, {schema::kReshapeOptions, 1, 2}, &input, &output) ||
      !CheckSameQuantization(context, input, output) ||
      !CheckEqual(context, "elements of the output", output.elements, input.elements)) {
    return false;
  }
  if (input.constant()) return context.diagnosis().Unsupported("constant as first input", input.index, -1);
  op->run = RunNothing;
  wish->alias = true;
  return true;
}

}  // namespace tinyclassify
