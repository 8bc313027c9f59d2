#include <string.h>

#include <new>

#include "engine/model/schema.h"
#include "engine/prepare/prepare_context.h"
#include "engine/prepare/prepare_functions.h"
#include "engine/prepare/tensor_checks.h"

namespace tinyclassify {
namespace {

uint32_t PaddingAt(const Tensor& paddings, uint32_t row, uint32_t column) {
  uint32_t value;
  memcpy(&value, paddings.data + 4 * (2 * row + column), sizeof(value));
  return value;
}

}  // namespace

bool PreparePad(const PrepareContext& context, const Node& node, Operator* op, MemoryWish* wish) {
  Tensor input, paddings, output;
  Pad& pad = *new (&op->parameters.pad) Pad();
  (void)wish;
  if (!ReadEnds(context, node, {schema::kPadOptions, 2, 2}, &input, &output) ||
      !ReadConstant(context, node, 1, schema::kInt32, &paddings) || !CheckSameQuantization(context, input, output) ||
      !CheckEqual(context, "dimensions of the output", output.rank, input.rank)) {
    return false;
  }
  if (input.rank != 4) return context.diagnosis().Unsupported("dimensions of a padded tensor", input.rank, 4);
  if (!CheckEqual(context, "elements of the paddings", paddings.elements, 8)) {
    return false;
  }
  for (uint32_t i = 0; i < 4; ++i) {
    const uint32_t before = PaddingAt(paddings, i, 0);
    const uint32_t after = PaddingAt(paddings, i, 1);
    const uint64_t padded = static_cast<uint64_t>(input.dims[i]) + before + after;
    if (!CheckEqual(context, "padded size", output.dims[i], static_cast<int64_t>(padded))) return false;
    if (i == 0) continue;  // The batch: 1 before and after, so nothing is added.
    pad.input[i - 1] = input.dims[i];
    pad.before[i - 1] = before;
    pad.after[i - 1] = after;
  }
  pad.value = static_cast<int8_t>(output.zero_point);
  op->run = RunKernel<Pad, &Parameters::pad, PadReference>;
  return true;
}

}  // namespace tinyclassify
