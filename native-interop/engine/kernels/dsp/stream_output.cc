#include "engine/kernels/dsp/stream_output.h"

#include "engine/kernels/dsp/add_dsp.h"

namespace tinyclassify::dsp {
namespace {

// As the columns that hold codes and not their distances from the zero point.
int32_t SumOfWeights(const int8_t* weights, int32_t count) {
  int32_t sum = 0;
  for (int32_t i = 0; i < count; ++i) sum += weights[i];
  return sum;
}

int32_t BiasAt(const Conv2D& conv, int32_t channel) { return conv.bias != nullptr ? conv.bias[channel] : 0; }

}  // namespace

void ClampColumns(const DepthwiseConv2D& conv, int32_t blocks, uint32_t* columns) {
  const Requantization& to = conv.requantization;
  if (to.activation_min == -128 && to.activation_max == 127) return;
  const int32_t words = blocks * static_cast<int32_t>(ColumnBytes(conv.input_channels) / 4);
  const int32_t low = to.activation_min + kUnsignedOffset;
  const int32_t high = to.activation_max + kUnsignedOffset;
  for (int32_t i = 0; i < words; ++i) {
    columns[i] = Pack(Clamp(Low(columns[i]), low, high), Clamp(High(columns[i]), low, high));
  }
}

void ProjectRow(const Conv2D& conv, const uint32_t* columns, const ChannelConstants* constants, const int8_t* other,
                int8_t* codes, int8_t* output) {
  const int32_t taps = conv.input_channels;
  const int32_t channels = conv.output_channels;
  ChannelJob job = {};
  job.rest = taps % 4;
  job.rest_shift = 8 * (4 - taps % 4);
  job.stores = Stores::kCodes;
  job.channel = constants;
  job.channel_end = constants + channels;
  job.weights = conv.weights;
  for (int32_t x = 0; x < conv.window.output_width; x += kPixels) {
    const int32_t rest = conv.window.output_width - x;
    const int32_t count = rest < kPixels ? rest : kPixels;
    job.columns = columns;
    job.columns_end = columns + taps / 4 * kBlockWords;
    for (int32_t p = 1; p < kPixels; ++p) job.offset[p - 1] = (p < count ? p : count - 1) * channels;
    if (conv.add == nullptr) codes = output;
    job.output = codes;
    MultiplyChannels(&job);
    ClampCodes(codes, count * channels, conv.requantization.activation_min, conv.requantization.activation_max);
    if (conv.add != nullptr) {
      AddCodes(*conv.add, conv.adds_to_second ? other : codes, conv.adds_to_second ? codes : other, count * channels,
               output);
      other += kPixels * channels;
    }
    output += kPixels * channels;
    columns += ColumnBytes(taps) / 4;
  }
}

void NarrowRow(const uint32_t* columns, int32_t width, int32_t channels, int8_t* output) {
  constexpr uint32_t kToSigned = 0x80808080u;
  const int32_t block_words = static_cast<int32_t>(ColumnBytes(channels) / 4);
  for (int32_t x = 0; x < width; ++x) {
    const uint32_t* from = columns + x / kPixels * block_words + 2 * (x % kPixels);
    int32_t count = channels;
    for (; count >= 4; count -= 4, from += kBlockWords, output += 4) {
      Store32(output, (from[0] | from[1] << 8) ^ kToSigned);
    }
    if (count == 0) continue;
    const uint32_t last = (from[0] | from[1] << 8) ^ kToSigned;
    for (int32_t i = 0; i < count; ++i) *output++ = static_cast<int8_t>(last >> (8 * i));
  }
}

void FillExpansionChannels(const Conv2D& conv, int32_t first, int32_t count, ChannelConstants* channels) {
  const Requantization& to = conv.requantization;
  for (int32_t i = 0; i < count; ++i) {
    const int32_t channel = first + i;
    channels[i].bias = 2 * BiasAt(conv, channel);
    channels[i].scale = MakeScale(to.multipliers[channel], to.shifts[channel], to.zero_point + kUnsignedOffset);
  }
}

void FillProjectionChannels(const Conv2D& conv, int32_t input_zero_point, ChannelConstants* channels) {
  const Requantization& to = conv.requantization;
  const int32_t taps = conv.input_channels;
  const int32_t unsigned_zero_point = input_zero_point + kUnsignedOffset;
  for (int32_t i = 0; i < conv.output_channels; ++i) {
    int32_t bias = BiasAt(conv, i);
    if (unsigned_zero_point != 0) bias -= unsigned_zero_point * SumOfWeights(conv.weights + i * taps, taps);
    channels[i].bias = bias;
    channels[i].scale = MakeScale(to.multipliers[i], to.shifts[i], to.zero_point);
  }
}

}  // namespace tinyclassify::dsp
