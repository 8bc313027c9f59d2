#include <new>

#include "engine/kernels/cortex_m/cortex_m.h"
#include "engine/kernels/plain.h"
#include "engine/prepare/checks.h"
#include "engine/real_ratio.h"

namespace tinyclassify {
namespace {

struct Ends {
  Tensor first, second, output;
};

// How the inputs meet. Where both have the output's shape it stays null.
bool PrepareBroadcast(const PrepareContext& context, const Ends& ends, Add* add) {
  Broadcast shape = {};
  int32_t first_step = 1;
  int32_t second_step = 1;
  bool differs = false;
  for (int32_t i = 3; i >= 0; --i) {
    const uint32_t first = ends.first.dims[i];
    const uint32_t second = ends.second.dims[i];
    const uint32_t greater = first > second ? first : second;
    if ((first != greater && first != 1) || (second != greater && second != 1)) {
      return context.diagnosis().Corrupt("size of the second input", second, first);
    }
    if (!CheckEqual(context, "size of the output", ends.output.dims[i], greater)) return false;
    differs = differs || first != second;
    shape.dims[i] = static_cast<int32_t>(greater);
    shape.first_step[i] = first == 1 ? 0 : first_step;
    shape.second_step[i] = second == 1 ? 0 : second_step;
    first_step *= static_cast<int32_t>(first);
    second_step *= static_cast<int32_t>(second);
  }
  if (!differs) return true;
  void* const place = context.state.Allocate(sizeof(Broadcast), alignof(Broadcast));
  add->broadcast = place == nullptr ? nullptr : new (place) Broadcast(shape);
  return true;
}

bool ReadArithmetic(const PrepareContext& context, const Node& node, schema::OptionsType options, Ends* ends, Add* add,
                    MemoryRequirements* required) {
  if (!ReadEnds(context, node, {options, 2, 2}, &ends->first, &ends->output) ||
      !ReadActivation(context, node, 1, &ends->second) || !PrepareBroadcast(context, *ends, add) ||
      !ReadActivationRange(context, node, schema::add::kActivation, ends->output, &add->activation_min, &add->activation_max)) {
    return false;
  }
  add->size = static_cast<int32_t>(ends->output.elements);
  add->input_zero_point = ends->first.zero_point;
  add->second_zero_point = ends->second.zero_point;
  add->output_zero_point = ends->output.zero_point;
  required->in_place = ends->first.elements == ends->output.elements;
  required->in_place_of_second = ends->second.elements == ends->output.elements;
  return true;
}

// What brings the inputs to the common scale 2 * max, and from there to the output's; both as numerator and denominator.
struct SumScales {
  Real first, second;
  float input_unit;
  Real output;
  float output_unit;
};

// Both inputs' factors are at most 1/2, so the sum cannot overflow.
bool QuantizeSum(const PrepareContext& context, const Ends& ends, SumScales scales, Add* add) {
  --scales.first.exponent;
  --scales.second.exponent;
  scales.output.exponent += 1 - Add::kLeftShift;
  return (QuantizeRatio(scales.first, scales.input_unit, &add->input_multiplier) &&
          QuantizeRatio(scales.second, scales.input_unit, &add->second_multiplier) &&
          QuantizeRatio(scales.output, scales.output_unit, &add->output_multiplier) && add->output_multiplier.shift <= 0) ||
         context.diagnosis().Unsupported("output scale too small for the inputs' scales", ends.output.index, ends.first.index);
}

float GreaterScale(const Ends& ends) { return ends.first.scale > ends.second.scale ? ends.first.scale : ends.second.scale; }

}  // namespace

bool PrepareAdd(const PrepareContext& context, const Node& node, Operator* op, MemoryRequirements* required) {
  Ends ends;
  Add& add = *new (&op->parameters.add) Add();
  if (!ReadArithmetic(context, node, schema::kAddOptions, &ends, &add, required)) return false;
  const float greater = GreaterScale(ends);
  const SumScales scales = {ExactReal(ends.first.scale), ExactReal(ends.second.scale), greater, ExactReal(greater),
                            ends.output.scale};
  if (!QuantizeSum(context, ends, scales, &add)) return false;
#if TC_FLOAT_ROUNDING
  add.factors = MakeSumFactors(ends.first.scale, ends.second.scale, ends.output.scale);
#endif
  op->run = RunKernel<Add, &Parameters::add, AddReference>;
  if (context.dsp && AddDspSupports(add) && ends.first.elements == ends.second.elements) {
    op->run = RunKernel<Add, &Parameters::add, AddDsp>;
  }
  return true;
}

bool PrepareSub(const PrepareContext& context, const Node& node, Operator* op, MemoryRequirements* required) {
  Ends ends;
  Add& subtract = *new (&op->parameters.add) Add();
  if (!ReadArithmetic(context, node, schema::kSubOptions, &ends, &subtract, required)) return false;
  // TFLM divides SUB's scales in float32, ADD's in double.
  const float greater = GreaterScale(ends);
  const SumScales scales = {ExactReal(ends.first.scale / greater), ExactReal(ends.second.scale / greater), 1.0f,
                            ExactReal(greater / ends.output.scale), 1.0f};
  if (!QuantizeSum(context, ends, scales, &subtract)) return false;
#if TC_FLOAT_ROUNDING
  subtract.factors = MakeSumFactors(ends.first.scale, ends.second.scale, ends.output.scale);
#endif
  op->run = RunKernel<Add, &Parameters::add, SubtractReference>;
  return true;
}

// LiteRT's XNNPACK leaves it to TFLite's own kernel.
bool PrepareSquaredDifference(const PrepareContext& context, const Node& node, Operator* op, MemoryRequirements* required) {
  Ends ends;
  Add& square = *new (&op->parameters.add) Add();
  if (!ReadArithmetic(context, node, schema::kSquaredDifferenceOptions, &ends, &square, required)) return false;
  const float greater = GreaterScale(ends);
  // (2 * greater)^2 / 2^(2 * 7), of which QuantizeSum has 2 / 2^20.
  SumScales scales = {ExactReal(ends.first.scale), ExactReal(ends.second.scale), greater, Product(greater, greater),
                      ends.output.scale};
  scales.output.exponent += Add::kLeftShift + 1 - 14;
  if (!QuantizeSum(context, ends, scales, &square)) return false;
  op->run = RunKernel<Add, &Parameters::add, SquareDifferenceReference>;
  return true;
}

bool PrepareMul(const PrepareContext& context, const Node& node, Operator* op, MemoryRequirements* required) {
  constexpr int32_t kMostShift = 14;  // 255 * 255 times 2^14 fits int32.
  Ends ends;
  Add& multiply = *new (&op->parameters.add) Add();
  if (!ReadArithmetic(context, node, schema::kMulOptions, &ends, &multiply, required)) return false;
  const Real product = Product(ends.first.scale, ends.second.scale);
  if (!QuantizeRatio(product, ends.output.scale, &multiply.output_multiplier) || multiply.output_multiplier.shift > kMostShift) {
    return context.diagnosis().Unsupported("output scale too small for the inputs' scales", ends.output.index, ends.first.index);
  }
#if TC_FLOAT_ROUNDING
  const float factor = ends.first.scale * ends.second.scale / ends.output.scale;
  if (factor >= 1.0f / 65536.0f && factor < 256.0f) multiply.product_factor = factor;
#endif
  op->run = RunKernel<Add, &Parameters::add, MultiplyReference>;
  return true;
}

}  // namespace tinyclassify
