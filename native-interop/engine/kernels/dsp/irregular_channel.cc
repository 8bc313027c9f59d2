#include "engine/kernels/dsp/irregular_channel.h"

namespace tinyclassify::dsp {

bool FillIrregular(const Requantization& to, int32_t channel, int32_t bias, int32_t offset, ChannelScale* scale) {
  if (Requantization::IsRegular(bias, to.shifts[channel])) return false;
  *scale = MakeScale(0, -1, Requantize(bias, to, channel) + offset);
  return true;
}

}  // namespace tinyclassify::dsp
