#include "engine/kernels/dsp/block_convolution.h"

#include "engine/kernels/dsp/add_dsp.h"
#include "engine/kernels/dsp/clamp.h"
#include "engine/kernels/dsp/irregular_channel.h"

namespace tinyclassify::dsp {
namespace {

// Channels whose constants are worked out together for each block of pixels, where those of all channels are not kept.
constexpr int32_t kFewChannels = 8;

int32_t TapsOf(const Conv2D& conv) {
  return conv.window.kernel_height * conv.window.kernel_width * conv.input_channels;
}

int32_t SumOf(const int8_t* weights, int32_t count) {
  int32_t sum = 0;
  for (int32_t i = 0; i < count; ++i) sum += weights[i];
  return sum;
}

}  // namespace

void FillChannels(const Conv2D& conv, Inputs inputs, int32_t first, int32_t count, ChannelConstants* channels) {
  const Requantization& to = conv.requantization;
  const bool doubled = inputs == Inputs::kDoubledDistances;
  const int32_t factor = doubled ? 2 : 1;
  const int32_t zero_point = doubled ? to.zero_point + kUnsignedOffset : to.zero_point;
  const int32_t input_zero_point = inputs == Inputs::kUnsignedCodes ? conv.input_zero_point + kUnsignedOffset : 0;
  for (int32_t o = first; o < first + count; ++o, ++channels) {
    int32_t bias = conv.bias != nullptr ? conv.bias[o] : 0;
    if (IsIrregular(to, o, bias)) {
      const int32_t taps = TapsOf(conv);
      const IrregularChannel irregular =
          MakeIrregular(to, o, bias, {conv.weights + o * taps, taps, 1}, zero_point - to.zero_point);
      *channels = {irregular.bias, irregular.scale};
      continue;
    }
    bias *= factor;
    if (input_zero_point != 0)
      bias -= input_zero_point * SumOf(conv.weights + o * conv.input_channels, conv.input_channels);
    channels->bias = bias;
    channels->scale = MakeScale(to.multipliers[o], to.shifts[o], zero_point);
  }
}

BlockConvolution::BlockConvolution(const Conv2D& conv, Inputs inputs, const ChannelConstants* table, int8_t* codes,
                                   const Buffers& buffers)
    : conv_(conv), buffers_(buffers), codes_(codes), inputs_(inputs), job_() {
  const int32_t taps = TapsOf(conv);
  block_words_ = taps / 4 * kBlockWords;
  job_.rest = taps % 4;
  job_.rest_shift = 8 * (4 - taps % 4);
  job_.channel = table;
  job_.channel_end = table + (table != nullptr ? conv.output_channels : 0);
  job_.weights = conv.weights;
  job_.blocks = 1;
  SetPixels(kPixels);
}

void BlockConvolution::SetPixels(int32_t pixels) {
  for (int32_t p = 1; p < kPixels; ++p) job_.offset[p - 1] = (p < pixels ? p : pixels - 1) * conv_.output_channels;
}

// As MultiplyChannels, with the constants of a few channels at a time.
void BlockConvolution::MultiplyFew(int8_t* codes) const {
  ChannelConstants few[kFewChannels];
  ChannelJob job = job_;
  job.channel = few;
  for (int32_t first = 0; first < conv_.output_channels; first += kFewChannels) {
    const int32_t rest = conv_.output_channels - first;
    const int32_t count = rest < kFewChannels ? rest : kFewChannels;
    FillChannels(conv_, Inputs::kDistances, first, count, few);
    job.channel_end = few + count;
    job.output = codes + first;
    job.weights = MultiplyChannels(&job);
    if (!conv_.requantization.is_regular) ReplaceOdd(few, first, count, codes);
  }
}

void BlockConvolution::ReplaceOdd(const ChannelConstants* constants, int32_t first, int32_t count,
                                  int8_t* codes) const {
  const int32_t taps = TapsOf(conv_);
  for (int32_t o = first; o < first + count; ++o, ++constants) {
    if (!IsOdd(*constants, constants->bias)) continue;
    const int8_t* const weights = conv_.weights + o * taps;
    int32_t sums[kPixels] = {};
    AddProducts(job_, job_.columns, weights, sums);
    int32_t bias = conv_.bias != nullptr ? conv_.bias[o] : 0;
    if (inputs_ == Inputs::kUnsignedCodes) bias -= (conv_.input_zero_point + kUnsignedOffset) * SumOf(weights, taps);
    for (int32_t p = kPixels - 1; p >= 0; --p) {
      codes[o + (p == 0 ? 0 : job_.offset[p - 1])] =
          static_cast<int8_t>(PlainCode(bias + sums[p], conv_.requantization, o, 0));
    }
  }
}

void BlockConvolution::Run(const uint32_t* columns, int32_t pixels, int32_t start) {
  int8_t* const output = buffers_.output + start;
  int8_t* const codes = conv_.add != nullptr ? codes_ : output;
  if (pixels < kPixels) SetPixels(pixels);
  job_.columns = columns;
  job_.columns_end = columns + block_words_;
  job_.output = codes;
  if (job_.channel != nullptr) {
    MultiplyChannels(&job_);
    if (!conv_.requantization.is_regular) ReplaceOdd(job_.channel, 0, conv_.output_channels, codes);
  } else {
    MultiplyFew(codes);
  }
  const int32_t count = pixels * conv_.output_channels;
  ClampCodes(conv_.requantization.activation_min, conv_.requantization.activation_max, count, codes);
  if (conv_.add == nullptr) return;
  const int8_t* const other = buffers_.second_input + start;
  AddCodes(*conv_.add, conv_.adds_to_second ? other : codes, conv_.adds_to_second ? codes : other, count, output);
}

}  // namespace tinyclassify::dsp
