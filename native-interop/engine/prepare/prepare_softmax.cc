#include <new>

#include "engine/model/schema.h"
#include "engine/prepare/prepare_context.h"
#include "engine/prepare/prepare_functions.h"
#include "engine/prepare/tensor_checks.h"
#include "engine/real_ratio.h"

namespace tinyclassify {

namespace {

// Where the two operators differ.
struct SoftmaxKind {
  schema::OptionsType options;
  float output_scale;
  int32_t output_zero_point;
};

bool PrepareExponentials(const PrepareContext& context, const Node& node, const SoftmaxKind& kind, float beta,
                         Operator* op, MemoryWish* wish) {
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
    return diagnosis.Unsupported("softmax output other than scale 1/256 (logarithms: 1/16), zero point",
                                 output.zero_point, kind.output_zero_point);
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
  softmax.difference_min =
      -static_cast<int32_t>((greatest << (31 - kInputIntegerBits)) >> softmax.input_multiplier.shift);
#if TC_FLOAT_ROUNDING
  softmax.step = beta * input.scale;
#endif
  softmax.depth = static_cast<int32_t>(input.dims[3]);
  softmax.rows = static_cast<int32_t>(input.elements / input.dims[3]);
  wish->in_place = true;
  return true;
}

}  // namespace

bool PrepareSoftmax(const PrepareContext& context, const Node& node, Operator* op, MemoryWish* wish) {
  const float beta = context.file.flatbuffer().Float(node.options, schema::softmax::kBeta, 0.0f);
  op->run = RunKernel<Softmax, &Parameters::softmax, SoftmaxReference>;
  return PrepareExponentials(context, node, {schema::kSoftmaxOptions, 1.0f / 256.0f, -128}, beta, op, wish);
}

bool PrepareLogSoftmax(const PrepareContext& context, const Node& node, Operator* op, MemoryWish* wish) {
  op->run = RunKernel<Softmax, &Parameters::softmax, LogSoftmaxReference>;
  return PrepareExponentials(context, node, {schema::kLogSoftmaxOptions, 1.0f / 16.0f, 127}, 1.0f, op, wish);
}

}  // namespace tinyclassify
