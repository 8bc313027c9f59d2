#include "engine/kernels/arithmetic.h"
#include "engine/kernels/cortex_m/convolution.h"
#include "engine/kernels/cortex_m/cortex_m.h"
#include "engine/kernels/cortex_m/fast_requantization.h"

namespace tinyclassify {
namespace {

using namespace dsp;

constexpr int32_t kHalf = 1 << 30;  // Q31.

bool IsHalf(Multiplier multiplier) { return multiplier.value == kHalf && multiplier.shift == 0; }

#if !TC_SINGLE_ROUNDING

// The input that is not halved, brought to the common scale: round((code - zero_point) * 2^20 * factor), doubled codes
// going into SMMLAR as everywhere. With a factor of exactly 1/2 nothing is rounded; there the code goes in doubled once
// more and the shift by one takes it back, so that no case is left without a shift. |255 * 2^22| < 2^30.
struct InputScale {
  int32_t step;  // Of one code.
  int32_t start;
  ChannelScale scale;

  InputScale(Multiplier multiplier, int32_t zero_point) {
    const int32_t more = multiplier.shift == 0 ? 1 : 0;
    step = 1 << (Add::kLeftShift + 1 + more);
    start = -zero_point * step;
    scale = MakeScale(multiplier.value, multiplier.shift - more, 0);
  }
  TC_ALWAYS_INLINE int32_t Apply(int32_t code) const { return scale.Apply(code * step + start); }
};

#endif

}  // namespace

bool AddDspSupports(const Add& add) {
  return add.broadcast == nullptr && (IsHalf(add.input_multiplier) || IsHalf(add.second_multiplier)) &&
         add.output_multiplier.shift >= Requantization::kFastShiftMin &&
         add.output_multiplier.shift <= Requantization::kFastShiftMax;
}

void dsp::AddCodes(const Add& add, const int8_t* first, const int8_t* second, int32_t count, int8_t* output) {
#if TC_SINGLE_ROUNDING
  for (int32_t i = 0; i < count; ++i) output[i] = AddOne(add, first[i], second[i]);
#else
  const bool swap = !IsHalf(add.input_multiplier);
  const int8_t* halved = swap ? second : first;
  const int8_t* other = swap ? first : second;
  const InputScale other_scale(swap ? add.input_multiplier : add.second_multiplier,
                               swap ? add.input_zero_point : add.second_zero_point);
  // Twice the halved input: (code - zero_point) * 2^20.
  const int32_t start = -(swap ? add.second_zero_point : add.input_zero_point) * (1 << Add::kLeftShift);
  const ChannelScale scale = MakeScale(add.output_multiplier.value, add.output_multiplier.shift, add.output_zero_point);
  for (const int8_t* const end = output + count; output != end; ++output) {
    const int32_t doubled = start + *halved++ * (1 << Add::kLeftShift) + 2 * other_scale.Apply(*other++);
    *output = static_cast<int8_t>(SaturateToInt8(scale.Apply(doubled)));
  }
  ClampCodes(add.activation_min, add.activation_max, count, output - count);
#endif
}

void AddDsp(const Add& add, const Buffers& buffers) {
  AddCodes(add, buffers.input, buffers.second_input, add.size, buffers.output);
}

}  // namespace tinyclassify
