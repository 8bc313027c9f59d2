#include "engine/kernels/mean.h"

namespace tinyclassify {
namespace {

int32_t SumOver(const int8_t* input, const Mean& mean) {
  const int32_t* const count = mean.reduced;
  const int32_t* const step = mean.step;
  int32_t sum = 0;
  for (int32_t n = 0; n < count[0]; ++n) {
    for (int32_t y = 0; y < count[1]; ++y) {
      for (int32_t x = 0; x < count[2]; ++x) {
        const int8_t* value = input + n * step[0] + y * step[1] + x * step[2];
        for (int32_t c = 0; c < count[3]; ++c, value += step[3]) sum += *value;
      }
    }
  }
  return sum;
}

int8_t CodeOf(int32_t sum, const Mean& mean) {
#if TC_FLOAT_ROUNDING
  const int32_t code = RoundToEven(static_cast<float>(sum) * mean.factor + mean.float_bias);
#else
  const int32_t code = Rescale(sum + mean.bias, mean.multiplier) + mean.output_zero_point;
#endif
  return static_cast<int8_t>(Clamp(code, -128, 127));
}

}  // namespace

void MeanReference(const Mean& mean, const Buffers& buffers) {
  const int32_t* const count = mean.kept;
  const int32_t* const step = mean.step;
  int8_t* output = buffers.output;
  for (int32_t n = 0; n < count[0]; ++n) {
    for (int32_t y = 0; y < count[1]; ++y) {
      for (int32_t x = 0; x < count[2]; ++x) {
        const int8_t* input = buffers.input + n * step[0] + y * step[1] + x * step[2];
        for (int32_t c = 0; c < count[3]; ++c, input += step[3]) *output++ = CodeOf(SumOver(input, mean), mean);
      }
    }
  }
}

}  // namespace tinyclassify
