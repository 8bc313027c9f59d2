#include <new>

#include "engine/kernels/dsp/add_dsp.h"
#include "engine/model/schema.h"
#include "engine/prepare/prepare_context.h"
#include "engine/prepare/tensor_checks.h"
#include "engine/real_ratio.h"

namespace tinyclassify {

bool PrepareAdd(const PrepareContext& context, const Node& node, Operator* op, MemoryWish* wish) {
  Tensor first, second, output;
  Add& add = *new (&op->parameters.add) Add();
  if (!ReadEnds(context, node, {schema::kAddOptions, 2, 2}, &first, &output) ||
      !ReadActivation(context, node, 1, &second)) {
    return false;
  }
  for (int32_t i = 0; i < 4; ++i) {
    if (second.dims[i] != first.dims[i]) {
      return context.diagnosis().Unsupported("size of the second input (no broadcasting)", second.dims[i],
                                             first.dims[i]);
    }
    if (!CheckEqual(context, "size of the output", output.dims[i], first.dims[i])) return false;
  }
  // Common scale 2 * max: both factors are at most 1/2, and the sum cannot overflow.
  const float greater = first.scale > second.scale ? first.scale : second.scale;
  Real first_half = ExactReal(first.scale);
  Real second_half = ExactReal(second.scale);
  Real sum = ExactReal(greater);
  --first_half.exponent;
  --second_half.exponent;
  sum.exponent += 1 - Add::kLeftShift;
  if (!QuantizeRatio(first_half, greater, &add.input_multiplier) ||
      !QuantizeRatio(second_half, greater, &add.second_multiplier) ||
      !QuantizeRatio(sum, output.scale, &add.output_multiplier) || add.output_multiplier.shift > 0) {
    return context.diagnosis().Unsupported("output scale too small for the inputs' scales", output.index, first.index);
  }
  if (!ReadActivationRange(context, node, schema::add::kActivation, output, &add.activation_min, &add.activation_max)) {
    return false;
  }
#if TC_FLOAT_ROUNDING
  add.factors = MakeSumFactors(first.scale, second.scale, output.scale);
#endif
  add.size = static_cast<int32_t>(first.elements);
  add.input_zero_point = first.zero_point;
  add.second_zero_point = second.zero_point;
  add.output_zero_point = output.zero_point;
  op->run = RunKernel<Add, &Parameters::add, AddReference>;
  if (context.dsp && AddDspTakes(add)) op->run = RunKernel<Add, &Parameters::add, AddDsp>;
  wish->in_place = true;
  wish->in_place_of_second = true;
  return true;
}

}  // namespace tinyclassify
