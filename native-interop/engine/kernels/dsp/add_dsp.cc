#include "engine/kernels/dsp/add_dsp.h"

#include "engine/kernels/dsp/fast_requantization.h"

namespace tinyclassify {
namespace {

using namespace dsp;

#if !TC_SINGLE_ROUNDING

// One input brought to the common scale. Twice the code times 2^20 goes into SMMULR: 255 * 2^21 fits.
class InputScale {
 public:
  InputScale(Multiplier multiplier, int32_t zero_point)
      : multiplier_(multiplier.value),
        exponent_(-multiplier.shift),
        half_(exponent_ > 0 ? 1 << (exponent_ - 1) : 0),
        sign_mask_(exponent_ > 0 ? -1 : 0),
        minus_zero_point_(-zero_point * (1 << (Add::kLeftShift + 1))) {}

  TC_ALWAYS_INLINE int32_t Apply(int32_t code) const {
    const int32_t doubled = code * (1 << (Add::kLeftShift + 1)) + minus_zero_point_;
    const int32_t product = MultiplyHighRounded(doubled, multiplier_);
    return (product + ((product >> 31) & sign_mask_) + half_) >> exponent_;  // A shift by 0 does not round.
  }

 private:
  int32_t multiplier_;
  int32_t exponent_;
  int32_t half_;
  int32_t sign_mask_;
  int32_t minus_zero_point_;
};

#endif

}  // namespace

bool AddDspTakes(const Add& add) {
  return add.output_multiplier.shift >= Requantization::kFastShiftMin &&
         add.output_multiplier.shift <= Requantization::kFastShiftMax;
}

void AddCodes(const Add& add, const int8_t* first, const int8_t* second, int32_t count, int8_t* output) {
#if TC_SINGLE_ROUNDING
  for (int32_t i = 0; i < count; ++i) output[i] = AddOne(add, first[i], second[i]);
#else
  const InputScale first_scale(add.input_multiplier, add.input_zero_point);
  const InputScale second_scale(add.second_multiplier, add.second_zero_point);
  const ChannelScale scale = MakeScale(add.output_multiplier.value, add.output_multiplier.shift, add.output_zero_point);
  for (int32_t i = 0; i < count; ++i) {
    output[i] = scale.Apply(2 * (first_scale.Apply(first[i]) + second_scale.Apply(second[i])));
  }
  ClampCodes(output, count, add.activation_min, add.activation_max);
#endif
}

void AddDsp(const Add& add, const Buffers& buffers) {
  AddCodes(add, buffers.input, buffers.second_input, add.size, buffers.output);
}

}  // namespace tinyclassify
