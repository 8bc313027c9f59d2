#include <new>

#include "engine/model/schema.h"
#include "engine/prepare/prepare_context.h"
#include "engine/prepare/prepare_functions.h"
#include "engine/prepare/tensor_checks.h"
#include "engine/real_ratio.h"

namespace tinyclassify {
namespace {

constexpr uint32_t kMostElements = 1u << 23;  // Of one mean: 255 times as much fits int32.

// TFLite's factor of a mean: that from scale to scale, divided by the number of elements in integers, rounded down.
void DivideFactor(uint32_t count, Multiplier* factor) {
  int32_t shift = 0;
  while (count >> shift > 1) ++shift;
  if (shift > 31 + factor->shift) shift = 31 + factor->shift;
  uint64_t rest = static_cast<uint64_t>(factor->value) << shift;
  // Bit by bit: once a model.
  uint32_t quotient = 0;
  for (int32_t bit = 31; bit >= 0; --bit) {
    const uint64_t part = static_cast<uint64_t>(count) << bit;
    if (rest < part) continue;
    rest -= part;
    quotient |= 1u << bit;
  }
  factor->value = static_cast<int32_t>(quotient);
  factor->shift -= shift;
}

// @return the elements of one mean, or 0 where the axes are wrong
uint32_t ReadAxes(const PrepareContext& context, const Tensor& input, const Tensor& axes, Mean* mean) {
  uint32_t count = 1;
  int32_t step = 1;
  for (int32_t i = 3; i >= 0; --i) {
    mean->kept[i] = static_cast<int32_t>(input.dims[i]);
    mean->reduced[i] = 1;
    mean->step[i] = step;
    step *= static_cast<int32_t>(input.dims[i]);
  }
  for (uint32_t i = 0; i < axes.elements; ++i) {
    uint32_t dimension;
    if (!ReadAxis(context, input, Int32Of(axes, i), &dimension)) return 0;
    if (mean->reduced[dimension] != 1) continue;
    count *= input.dims[dimension];
    mean->reduced[dimension] = mean->kept[dimension];
    mean->kept[dimension] = 1;
  }
  return count;
}

}  // namespace

bool PrepareMean(const PrepareContext& context, const Node& node, Operator* op, MemoryWish*) {
  Tensor input, axes, output;
  Mean& mean = *new (&op->parameters.mean) Mean();
  if (!ReadEnds(context, node, {schema::kReducerOptions, 2, 2}, &input, &output) ||
      !ReadConstant(context, node, 1, schema::kInt32, &axes)) {
    return false;
  }
  const uint32_t count = ReadAxes(context, input, axes, &mean);
  if (count == 0 || !CheckEqual(context, "elements of the output", output.elements, input.elements / count)) {
    return false;
  }
  if (!QuantizeRatio(ExactReal(input.scale), output.scale, &mean.multiplier) || count > kMostElements) {
    return context.diagnosis().Unsupported("elements of a mean, or scale of its output", count, kMostElements);
  }
  DivideFactor(count, &mean.multiplier);
  if (mean.multiplier.shift > 0 && count * 255 > uint32_t{INT32_MAX} >> mean.multiplier.shift) {
    return context.diagnosis().Unsupported("output scale too small for the input's scale", output.index, input.index);
  }
  mean.bias = -static_cast<int32_t>(count) * input.zero_point;
#if TC_FLOAT_ROUNDING
  mean.factor = input.scale / output.scale / static_cast<float>(count);
  mean.float_bias = static_cast<float>(output.zero_point) + static_cast<float>(mean.bias) * mean.factor;
#endif
  mean.output_zero_point = output.zero_point;
  op->run = RunKernel<Mean, &Parameters::mean, MeanReference>;
  return true;
}

}  // namespace tinyclassify
