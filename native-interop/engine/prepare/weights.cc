#include "engine/prepare/weights.h"

#include <string.h>

#include "engine/kernels/cortex_m/dsp.h"
#include "engine/model/schema.h"
#include "engine/real_ratio.h"

namespace tinyclassify {
namespace {

constexpr auto kMultiplierBytes = static_cast<uint32_t>(sizeof(ChannelMultiplier));
constexpr uint32_t kAccumulatorLimit = 1u << 30;  // Of a regular channel.

float ScaleAt(const PrepareContext& context, const Tensor& tensor, uint32_t channel) {
  return context.file.flatbuffer().FloatAt(tensor.scales, tensor.scales.count == 1 ? 0 : channel);
}

// One scale, or one an output channel along the right axis; zero points 0, since weights are symmetric.
bool CheckWeightScales(const PrepareContext& context, const WeightedLayer& layer) {
  Diagnosis& diagnosis = context.diagnosis();
  const Tensor& weights = layer.weights;
  if (weights.scales.count != 1 && weights.scales.count != layer.channels) {
    return diagnosis.Corrupt("scales of the weights", weights.scales.count, layer.channels);
  }
  if (weights.scales.count > 1 && weights.quantized_dimension != static_cast<int32_t>(layer.channel_axis)) {
    return diagnosis.Unsupported("quantized dimension of the weights", weights.quantized_dimension, layer.channel_axis);
  }
  for (uint32_t i = 0; i < weights.zero_points.count; ++i) {
    const int64_t zero_point = context.file.flatbuffer().Int64At(weights.zero_points, i);
    if (zero_point != 0) return diagnosis.Unsupported("zero point of the weights", zero_point, 0);
  }
  return true;
}

// The runtime never uses the bias's scale; one that differs from input_scale * weight_scale by more than 0.02 output
// steps means another number than the runtime will take, so such a model is refused (TFLite draws the line there, too).
bool CheckBiasScale(const PrepareContext& context, const WeightedLayer& layer, uint32_t channel) {
  const Tensor& bias = layer.bias;
  if (bias.scales.count == 0) return true;
  if (bias.scales.count != 1 && bias.scales.count != layer.channels) {
    return context.diagnosis().Corrupt("scales of the bias", bias.scales.count, layer.channels);
  }
  const float product = layer.input.scale * ScaleAt(context, layer.weights, channel);
  const float seen = ScaleAt(context, bias, channel);
  const float difference = seen > product ? seen - product : product - seen;
  if (difference <= 0.02f * layer.output.scale) return true;
  return context.diagnosis().Corrupt("channel whose bias scale is not input scale times weight scale", channel, -1);
}

// Sum of |weight| of one output channel; what is beyond the limit with so many weights need not be summed.
uint32_t AbsoluteSum(const WeightedLayer& layer, uint32_t channel) {
  constexpr uint32_t kMostWeights = 1u << 24;
  constexpr uint32_t kToUnsigned = 0x80808080u;  // weight + 128 flips the sign bit of each byte.
  const uint8_t* weight = layer.weights.data;
  uint32_t count = layer.weights.elements / layer.channels;
  uint32_t step = layer.channels;
  uint32_t sum = 0;
  if (count > kMostWeights) return kAccumulatorLimit;
  if (layer.channel_axis != 0) {
    weight += channel;
  } else {
    weight += channel * count;
    step = 1;
    for (; count >= 4; count -= 4, weight += 4) {
      sum = dsp::AddDistances(dsp::Load32(weight) ^ kToUnsigned, kToUnsigned, sum);
    }
  }
  for (; count > 0; --count, weight += step) {
    const auto value = static_cast<int8_t>(*weight);
    sum += static_cast<uint32_t>(value < 0 ? -value : value);
  }
  return sum;
}

int32_t BiasAt(const WeightedLayer& layer, uint32_t channel) {
  int32_t bias = 0;
  if (layer.bias.index >= 0) memcpy(&bias, layer.bias.data + 4 * channel, sizeof(bias));
  return bias;
}

// |acc - bias| <= max|input - zero_point| * sum|weight|, which is `spread`; |acc| is shifted left as the requantisation
// will.
bool ProveAccumulator(const PrepareContext& context, const WeightedLayer& layer, uint32_t channel, int32_t shift,
                      int32_t* spread) {
  const int32_t low = layer.input.zero_point + 128;
  const int32_t high = 127 - layer.input.zero_point;
  const int32_t bias = BiasAt(layer, channel);
  const uint32_t bias_max = bias < 0 ? 0 - static_cast<uint32_t>(bias) : static_cast<uint32_t>(bias);
  const uint64_t most = static_cast<uint64_t>(low > high ? low : high) * AbsoluteSum(layer, channel);
  const uint64_t bound = bias_max + most;
  *spread = static_cast<int32_t>(most);  // Below `bound`, once that has been proven.
  const uint32_t limit =
      Requantization::IsRegular(bias, shift) ? kAccumulatorLimit - 1 : uint32_t{INT32_MAX} >> (shift > 0 ? shift : 0);
  return bound <= limit || context.diagnosis().Unsupported("greatest possible accumulator", static_cast<int64_t>(bound), limit);
}

// Codes never fall where accumulators grow: a channel whose ends have one code is constant.
bool IsConstant(Requantization to, ChannelMultiplier multiplier, int32_t shift, int32_t bias, int32_t spread) {
  const auto short_shift = static_cast<int8_t>(shift);
  to.multipliers = &multiplier;
  to.shifts = &short_shift;
  return Requantize(bias - spread, to, 0) == Requantize(bias + spread, to, 0);
}

void AddOddChannel(const PrepareContext& context, uint32_t channel, Requantization* to) {
  auto* const odd = static_cast<uint16_t*>(context.state.Allocate(sizeof(uint16_t), alignof(uint16_t)));
  if (odd != nullptr) *odd = static_cast<uint16_t>(channel);
  ++to->odd_count;
}

}  // namespace

WeightedLayer::WeightedLayer() = default;

bool ReadWeightedLayer(const PrepareContext& context, const Node& node, schema::OptionsType options, WeightedLayer* layer) {
  if (!ReadEnds(context, node, {options, 2, 3}, &layer->input, &layer->output) ||
      !ReadConstant(context, node, 1, schema::kInt8, &layer->weights)) {
    return false;
  }
  if (layer->input.constant()) return context.diagnosis().Unsupported("constant as first input", layer->input.index, -1);
  if (node.input[2] < 0) return true;
  return ReadConstant(context, node, 2, schema::kInt32, &layer->bias);
}

bool PrepareRequantization(const PrepareContext& context, const Node& node, const WeightedLayer& layer,
                           bool scales_multiply_in_float, Requantization* to) {
  if (layer.bias.index >= 0 && !CheckEqual(context, "elements of the bias", layer.bias.elements, layer.channels)) return false;
  if (!CheckWeightScales(context, layer)) return false;
  const uint32_t used = context.state.used();
  auto* multipliers =
      static_cast<ChannelMultiplier*>(context.state.Allocate(kMultiplierBytes * layer.channels, kMultiplierBytes));
  auto* shifts = static_cast<int8_t*>(context.state.Allocate(layer.channels, 1));
  CarriedFactors carried = context.file.FactorsOf(node, layer.channels);
  bool is_carried = carried.multipliers != nullptr && !TC_FLOAT_ROUNDING;  // Those in float32 are others.
  to->zero_point = static_cast<int16_t>(layer.output.zero_point);
  to->is_regular = true;
  const bool in_float = scales_multiply_in_float && layer.weights.scales.count == 1;
  for (uint32_t channel = 0; channel < layer.channels; ++channel) {
    const float weight_scale = ScaleAt(context, layer.weights, channel);
    const Real product = in_float ? ExactReal(layer.input.scale * weight_scale) : Product(layer.input.scale, weight_scale);
    Multiplier factor;
    // A scale of 0, too, is what a channel can die with: it is constant.
    if (weight_scale != 0.0f && !QuantizeRatio(product, layer.output.scale, &factor)) {
      return context.diagnosis().Unsupported("channel whose factor from accumulator to output is out of range", channel, -1);
    }
    if (factor.value == 0) factor.shift = Requantization::kFastShiftMax;  // 0 is 0 under any shift.
    int32_t spread;
    if (!CheckBiasScale(context, layer, channel) || !ProveAccumulator(context, layer, channel, factor.shift, &spread)) {
      return false;
    }
#if TC_FLOAT_ROUNDING
    const float multiplier = layer.input.scale * weight_scale / layer.output.scale;
#else
    const int32_t multiplier = factor.value;
#endif
    const int32_t bias = BiasAt(layer, channel);
    if (!Requantization::IsRegular(bias, factor.shift)) {
      to->is_regular = false;
      if (!IsConstant(*to, multiplier, factor.shift, bias, spread)) AddOddChannel(context, channel, to);
    }
    is_carried = is_carried && carried.multipliers[channel] == factor.value && carried.shifts[channel] == factor.shift;
    if (multipliers != nullptr && shifts != nullptr) {
      multipliers[channel] = multiplier;
      shifts[channel] = static_cast<int8_t>(factor.shift);
    }
  }
  to->multipliers = multipliers;
  to->shifts = shifts;
  if (is_carried && to->odd_count == 0) {
    context.state.Release(used);
#if !TC_FLOAT_ROUNDING
    to->multipliers = carried.multipliers;
    to->shifts = carried.shifts;
#endif
  }
  return true;
}

}  // namespace tinyclassify
