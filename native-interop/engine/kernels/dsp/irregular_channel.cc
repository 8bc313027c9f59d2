#include "engine/kernels/dsp/irregular_channel.h"

namespace tinyclassify::dsp {

int32_t PlainCode(int32_t accumulator, const Requantization& to, int32_t channel, int32_t offset) {
  return Requantize(accumulator, to, channel) + offset;
}

IrregularChannel MakeIrregular(const Requantization& to, int32_t channel, int32_t bias, const ChannelWeights& weights,
                               int32_t offset) {
  const int8_t* weight = weights.first;
  int32_t rest = to.multipliers[channel] != 0 ? weights.count : 0;
  while (rest > 0 && *weight == 0) {
    weight += weights.step;
    --rest;
  }
  return IrregularChannel{MakeScale(0, -1, PlainCode(bias, to, channel, offset)), rest > 0 ? 1 : 0};
}

}  // namespace tinyclassify::dsp
