#include "engine/kernels/cortex_m/fast_requantization.h"

namespace tinyclassify::dsp {

bool FillIrregular(const Requantization& to, int32_t channel, int32_t bias, int32_t offset, ChannelScale* scale) {
  if (Requantization::IsRegular(bias, to.shifts[channel])) return false;
  *scale = MakeScale(0, -1, Requantize(bias, to, channel) + offset);
  return true;
}

void ClampCodes(int32_t activation_min, int32_t activation_max, int32_t count, int8_t* codes) {
  if (activation_min == -128 && activation_max == 127) return;
  for (int32_t i = 0; i < count; ++i) codes[i] = static_cast<int8_t>(Clamp(codes[i], activation_min, activation_max));
}

void ClampHalves(const Requantization& to, int32_t words, uint32_t* halves) {
  const int32_t low = to.activation_min + kUnsignedOffset;
  const int32_t high = to.activation_max + kUnsignedOffset;
  if (low == 0 && high == 255) return;
  for (int32_t i = 0; i < words; ++i) {
    halves[i] = Pack(Clamp(Low(halves[i]), low, high), Clamp(High(halves[i]), low, high));
  }
}

}  // namespace tinyclassify::dsp
