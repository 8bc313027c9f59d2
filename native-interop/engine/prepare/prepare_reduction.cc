#include <new>

#include "engine/kernels/plain.h"
#include "engine/prepare/window.h"
#include "engine/real_ratio.h"

namespace tinyclassify {
namespace {

bool PreparePool2D(const PrepareContext& context, const Node& node, bool is_mean, Operator* op) {
  namespace field = schema::pool_2d;
  Tensor input, output;
  Pool2D& pool = *new (&op->parameters.pool_2d) Pool2D();
  const Flatbuffer& reader = context.file.flatbuffer();
  const WindowTaps taps = {reader.Int32(node.options, field::kFilterH, 0), reader.Int32(node.options, field::kFilterW, 0), 1, 1};
  if (!ReadEnds(context, node, {schema::kPool2DOptions, 1, 1}, &input, &output) ||
      !CheckSameQuantization(context, input, output) ||
      !CheckEqual(context, "channels of the output", output.dims[3], input.dims[3]) ||
      !PrepareWindow(context, node.options, taps, input, output, &pool.window) ||
      !ReadActivationRange(context, node, field::kActivation, output, &pool.activation_min, &pool.activation_max)) {
    return false;
  }
  // Bounds the sum of a mean: 128 * 2^24 = 2^31 stays above any sum of fewer taps.
  const int32_t count = taps.kernel_height * taps.kernel_width;  // Each fits 15 bits.
  if (count >= 1 << 24) return context.diagnosis().Unsupported("taps of a pool", count, (1 << 24) - 1);
  pool.channels = static_cast<int16_t>(input.dims[3]);
  pool.is_mean = is_mean;
  op->run = RunKernel<Pool2D, &Parameters::pool_2d, Pool2DReference>;
  return true;
}

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

// Where the two operators differ.
struct SoftmaxKind {
  schema::OptionsType options;
  float output_scale;
  int32_t output_zero_point;
};

bool PrepareExponentials(const PrepareContext& context, const Node& node, const SoftmaxKind& kind, float beta, Operator* op,
                         MemoryRequirements* required) {
  constexpr int32_t kInputIntegerBits = 5;  // Differences are Q5.26.
  constexpr uint32_t kMaxDepth = 4095;      // The sum of exponentials is Q12.19.
  Tensor input, output;
  Softmax& softmax = *new (&op->parameters.softmax) Softmax();
  Diagnosis& diagnosis = context.diagnosis();
  if (!ReadEnds(context, node, {kind.options, 1, 1}, &input, &output) || !CheckSameShape(context, input, output, 4)) {
    return false;
  }
  if (input.dims[3] > kMaxDepth) return diagnosis.Unsupported("classes of a softmax", input.dims[3], kMaxDepth);
  if (output.scale != kind.output_scale || output.zero_point != kind.output_zero_point) {
    return diagnosis.Unsupported("softmax output other than scale 1/256 (logarithms: 1/16), zero point", output.zero_point,
                                 kind.output_zero_point);
  }
  // In Q5.26 it must fit 31 bits, and be over 1, as the fixed point needs.
  Real factor = Product(beta, input.scale);
  factor.exponent += 31 - kInputIntegerBits;
  Multiplier& multiplier = softmax.input_multiplier;
  if (!QuantizeRatio(factor, 1.0f, &multiplier) || multiplier.shift < 1 ||
      (multiplier.shift == 1 && multiplier.value == 1 << 30)) {
    return diagnosis.Unsupported("softmax beta times input scale out of (2^-26, 16)", -1, -1);
  }
  const int64_t greatest = (int64_t{1} << kInputIntegerBits) - 1;
  softmax.difference_min = -static_cast<int32_t>((greatest << (31 - kInputIntegerBits)) >> softmax.input_multiplier.shift);
#if TC_FLOAT_ROUNDING
  softmax.step = beta * input.scale;
#endif
  softmax.depth = static_cast<int32_t>(input.dims[3]);
  softmax.rows = static_cast<int32_t>(input.elements / input.dims[3]);
  required->in_place = true;
  return true;
}

}  // namespace

bool PrepareAveragePool2D(const PrepareContext& context, const Node& node, Operator* op, MemoryRequirements*) {
  return PreparePool2D(context, node, true, op);
}

bool PrepareMaxPool2D(const PrepareContext& context, const Node& node, Operator* op, MemoryRequirements*) {
  return PreparePool2D(context, node, false, op);
}

bool PrepareMean(const PrepareContext& context, const Node& node, Operator* op, MemoryRequirements*) {
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

bool PrepareSoftmax(const PrepareContext& context, const Node& node, Operator* op, MemoryRequirements* required) {
  const float beta = context.file.flatbuffer().Float(node.options, schema::softmax::kBeta, 0.0f);
  op->run = RunKernel<Softmax, &Parameters::softmax, SoftmaxReference>;
  return PrepareExponentials(context, node, {schema::kSoftmaxOptions, 1.0f / 256.0f, -128}, beta, op, required);
}

bool PrepareLogSoftmax(const PrepareContext& context, const Node& node, Operator* op, MemoryRequirements* required) {
  op->run = RunKernel<Softmax, &Parameters::softmax, LogSoftmaxReference>;
  return PrepareExponentials(context, node, {schema::kLogSoftmaxOptions, 1.0f / 16.0f, 127}, 1.0f, op, required);
}

}  // namespace tinyclassify
