#include <new>

#include "common/attributes.h"
#include "engine/kernels/activation_codes.h"
#include "engine/kernels/plain.h"
#include "engine/prepare/checks.h"
#include "engine/real_ratio.h"

namespace tinyclassify {
namespace {

struct LookupEnds {
  Tensor input, output;
};

// Tabulates a function of the distance of an input code from the zero point. While only measuring there is no table.
// @param numbers  that the function takes
TC_NEVER_INLINE void Tabulate(const PrepareContext& context, const LookupEnds& ends, Operator* op, MemoryRequirements* required,
                              int8_t (*code)(const void* numbers, int32_t distance), const void* numbers) {
  Lookup& lookup = *new (&op->parameters.lookup) Lookup();
  auto* table = static_cast<int8_t*>(context.state.Allocate(256, 1));
  lookup.size = static_cast<int32_t>(ends.input.elements);
  lookup.table = table;
  for (int32_t i = -128; i < 128 && table != nullptr; ++i) *table++ = code(numbers, i - ends.input.zero_point);
  op->run = RunKernel<Lookup, &Parameters::lookup, LookUp>;
  required->in_place = true;
}

bool ReadLookup(const PrepareContext& context, const Node& node, schema::OptionsType options, LookupEnds* ends) {
  return ReadEnds(context, node, {options, 1, 1}, &ends->input, &ends->output) &&
         CheckEqual(context, "elements of the output", ends->output.elements, ends->input.elements);
}

bool OutOfRange(const PrepareContext& context, const LookupEnds& ends) {
  return context.diagnosis().Unsupported("scales of input and output too far apart", ends.input.index, ends.output.index);
}

// A factor, or 0; 255 times it fits int32.
bool QuantizeFactor(const Real& numerator, float denominator, Multiplier* factor) {
  constexpr int32_t kMostShift = 22;
  return numerator.mantissa == 0 || (QuantizeRatio(numerator, denominator, factor) && factor->shift <= kMostShift);
}

// Input codes rescaled, negative distances perhaps by another factor, and clamped.
struct Rescaling {
  Multiplier factor;
  Multiplier negative_factor;
  bool negates = false;  // Negative distances.
  int32_t zero_point;
  int8_t low = -128;
  int8_t high = 127;

#if TC_FLOAT_ROUNDING
  // LiteRT's XNNPACK gives factors 8 bits below 1, where it takes the scales: QUANTIZE and LEAKY_RELU.
  bool is_short = false;
  int32_t short_factor = 0;
  int32_t short_negative_factor = 0;

  void Shorten(float positive, float negative) {
    constexpr float kLeast = 1.0f / 256.0f;
    const float size = negative < 0.0f ? -negative : negative;
    is_short = positive >= kLeast && positive <= 128.0f && size >= kLeast && negative >= -127.99609375f && size <= 128.0f;
    if (!is_short) return;
    // In units of 1/256; at most 2^15, so that the sum is exact to the integer.
    short_factor = RoundSmallToEven(256.0f * positive);
    short_negative_factor = RoundSmallToEven(256.0f * negative);
  }
#endif

  int8_t CodeOf(int32_t distance) const {
#if TC_FLOAT_ROUNDING
    if (is_short) {
      const int32_t product = distance * (distance < 0 ? short_negative_factor : short_factor);
      return static_cast<int8_t>(Clamp((product + (zero_point * 256) + 128) >> 8, low, high));
    }
#endif
    int32_t value = Rescale(distance, distance < 0 ? negative_factor : factor);
    if (distance < 0 && negates) value = -value;
    return static_cast<int8_t>(Clamp(value + zero_point, low, high));
  }

  static int8_t Code(const void* numbers, int32_t distance) { return static_cast<const Rescaling*>(numbers)->CodeOf(distance); }
};

}  // namespace

bool PrepareQuantize(const PrepareContext& context, const Node& node, Operator* op, MemoryRequirements* required) {
  LookupEnds ends;
  Rescaling rescaling;
  if (!ReadLookup(context, node, schema::kQuantizeOptions, &ends)) return false;
  if (!QuantizeFactor(ExactReal(ends.input.scale), ends.output.scale, &rescaling.factor)) {
    return OutOfRange(context, ends);
  }
  rescaling.negative_factor = rescaling.factor;
  rescaling.zero_point = ends.output.zero_point;
#if TC_FLOAT_ROUNDING
  const float ratio = ends.input.scale / ends.output.scale;
  rescaling.Shorten(ratio, ratio);
#endif
  Tabulate(context, ends, op, required, Rescaling::Code, &rescaling);
  return true;
}

// RELU, RELU6, RELU_N1_TO_1. TFLM divides the scales in float32.
bool PrepareRelu(const PrepareContext& context, const Node& node, Operator* op, MemoryRequirements* required) {
  LookupEnds ends;
  Rescaling rescaling;
  if (!ReadLookup(context, node, schema::kNoOptions, &ends)) return false;
  const int32_t activation = node.builtin == schema::kRelu
                                 ? schema::kFusedRelu
                                 : (node.builtin == schema::kRelu6 ? schema::kFusedRelu6 : schema::kFusedReluN1To1);
  if (!QuantizeFactor(ExactReal(ends.input.scale / ends.output.scale), 1.0f, &rescaling.factor) ||
      !ActivationRange(context, activation, ends.output, &rescaling.low, &rescaling.high)) {
    return OutOfRange(context, ends);
  }
  rescaling.negative_factor = rescaling.factor;
  rescaling.zero_point = ends.output.zero_point;
  Tabulate(context, ends, op, required, Rescaling::Code, &rescaling);
  return true;
}

bool PrepareLeakyRelu(const PrepareContext& context, const Node& node, Operator* op, MemoryRequirements* required) {
  LookupEnds ends;
  Rescaling rescaling;
  if (!ReadLookup(context, node, schema::kLeakyReluOptions, &ends)) return false;
  const float alpha = context.file.flatbuffer().Float(node.options, schema::leaky_relu::kAlpha, 0.0f);
  const float negative = ends.input.scale * alpha / ends.output.scale;
  rescaling.negates = negative < 0.0f;
  if (!(negative - negative == 0.0f) ||  // Not finite.
      !QuantizeFactor(ExactReal(ends.input.scale / ends.output.scale), 1.0f, &rescaling.factor) ||
      !QuantizeFactor(ExactReal(rescaling.negates ? -negative : negative), 1.0f, &rescaling.negative_factor)) {
    return OutOfRange(context, ends);
  }
  rescaling.zero_point = ends.output.zero_point;
#if TC_FLOAT_ROUNDING
  const float ratio = ends.input.scale / ends.output.scale;
  rescaling.Shorten(ratio, alpha * ratio);
#endif
  Tabulate(context, ends, op, required, Rescaling::Code, &rescaling);
  return true;
}

bool PrepareLogistic(const PrepareContext& context, const Node& node, Operator* op, MemoryRequirements* required) {
  LookupEnds ends;
  Multiplier factor;
  if (!ReadLookup(context, node, schema::kNoOptions, &ends)) return false;
  if (ends.output.scale != 1.0f / 256.0f || ends.output.zero_point != -128) {
    return context.diagnosis().Unsupported("logistic output other than scale 1/256, zero point", ends.output.zero_point, -128);
  }
  Real scale = ExactReal(ends.input.scale);
  scale.exponent += 27;
  if (!QuantizeRatio(scale, 1.0f, &factor) || factor.shift < 0) return OutOfRange(context, ends);
  const auto code = [](const void* numbers, int32_t distance) {
    return LogisticCode(distance, *static_cast<const Multiplier*>(numbers));
  };
  Tabulate(context, ends, op, required, code, &factor);
  return true;
}

bool PrepareHardSwish(const PrepareContext& context, const Node& node, Operator* op, MemoryRequirements* required) {
  constexpr int32_t kMostShift = 15;
  LookupEnds ends;
  HardSwish scales;
  if (!ReadLookup(context, node, schema::kHardSwishOptions, &ends)) return false;
  const float fine_scale = 1.0f / 128.0f * ends.input.scale;
  if (!QuantizeRatio(ExactReal(fine_scale / ends.output.scale), 1.0f, &scales.output) ||
      !QuantizeRatio(ExactReal(fine_scale / (3.0f / 32768.0f)), 1.0f, &scales.reluish) || scales.output.shift > 0 ||
      scales.output.shift < -kMostShift || scales.reluish.shift > kMostShift || scales.reluish.shift < -kMostShift) {
    return OutOfRange(context, ends);
  }
  scales.zero_point = ends.output.zero_point;
  const auto code = [](const void* numbers, int32_t distance) {
    return HardSwishCode(distance, *static_cast<const HardSwish*>(numbers));
  };
  Tabulate(context, ends, op, required, code, &scales);
  return true;
}

bool PrepareRsqrt(const PrepareContext& context, const Node& node, Operator* op, MemoryRequirements* required) {
  constexpr int32_t kBits = 20;  // Of the root.
  LookupEnds ends;
  InverseRoot scales;
  if (!ReadLookup(context, node, schema::kNoOptions, &ends)) return false;
  // TFLite has root and product in float32.
  const Root root = RootOf(ExactReal(ends.input.scale));
  const float product = static_cast<float>(root.mantissa) * ends.output.scale;
  if (!QuantizeRatio(Real{1, -root.exponent}, product, &scales.factor) || scales.factor.shift < kBits - 31) {
    return OutOfRange(context, ends);
  }
  scales.factor.shift -= kBits;
  scales.zero_point = ends.output.zero_point;
  const auto code = [](const void* numbers, int32_t distance) {
    return InverseRootCode(distance, *static_cast<const InverseRoot*>(numbers));
  };
  Tabulate(context, ends, op, required, code, &scales);
  return true;
}

}  // namespace tinyclassify
