#include "engine/kernels/cortex_m/convolution.h"

#include <string.h>

#include "engine/kernels/cortex_m/columns.h"
#include "engine/kernels/cortex_m/cortex_m.h"
#include "engine/kernels/plain.h"

namespace tinyclassify::dsp {
namespace {

// Channels whose constants are worked out together for each block of pixels, where those of all channels are not kept.
constexpr int32_t kFewChannels = 16;

int32_t TapsOf(const Conv2D& conv) { return conv.window.kernel_height * conv.window.kernel_width * conv.input_channels; }

int32_t SumOf(const int8_t* weights, int32_t count) {
  constexpr uint32_t kOnes = 0x00010001u;
  int32_t sum = 0;
  for (; count >= 4; count -= 4, weights += 4) {
    const uint32_t four = Load32(weights);
    sum = MultiplyAddDual(ExtendAddOdd(ExtendEven(four), four), kOnes, sum);
  }
  for (; count > 0; --count) sum += *weights++;
  return sum;
}

}  // namespace

void FillConstants(const int32_t* bias, const Requantization& to, int32_t doublings, int32_t first, int32_t count,
                   ChannelConstants* channels) {
  const int32_t offset = doublings * kUnsignedOffset;
  const int32_t zero_point = to.zero_point + offset;
  const bool is_regular = to.is_regular;
  for (int32_t o = first; o < first + count; ++o, ++channels) {
    int32_t sum = bias != nullptr ? bias[o] : 0;
    if (!is_regular && FillIrregular(to, o, sum, offset, &channels->scale)) {
      sum = 0;
    } else {
      channels->scale = MakeScale(to.multipliers[o], to.shifts[o], zero_point);
    }
    channels->bias = sum * (1 << doublings);
  }
}

void FillChannels(const Conv2D& conv, Inputs inputs, int32_t first, int32_t count, ChannelConstants* channels) {
  FillConstants(conv.bias, conv.requantization, inputs == Inputs::kDoubledDistances ? 1 : 0, first, count, channels);
  const int32_t input_zero_point = conv.input_zero_point + kUnsignedOffset;
  if (inputs != Inputs::kUnsignedCodes || input_zero_point == 0) return;
  // Of a constant channel the bias does not count.
  const int32_t taps = conv.input_channels;
  const int8_t* weights = conv.weights + first * taps;
  for (; count > 0; --count, ++channels, weights += taps) channels->bias -= input_zero_point * SumOf(weights, taps);
}

BlockConvolution::BlockConvolution(const Conv2D& conv, const ChannelConstants* table, int8_t* codes, const Buffers& buffers)
    : conv_(conv), buffers_(buffers), codes_(codes), job_() {
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
  } else {
    MultiplyFew(codes);
  }
  const int32_t count = pixels * conv_.output_channels;
  ClampCodes(conv_.requantization.activation_min, conv_.requantization.activation_max, count, codes);
  if (conv_.add == nullptr) return;
  const int8_t* const other = buffers_.second_input + start;
  AddCodes(conv_.add->parameters.add, conv_.adds_to_second ? other : codes, conv_.adds_to_second ? codes : other, count, output);
}

}  // namespace tinyclassify::dsp

namespace tinyclassify {
namespace {

using namespace dsp;

constexpr int32_t kMostTaps = 1 << 24;  // Their columns stay far below 2^31 bytes.
constexpr uint32_t kPatchSlack = 4;     // The last block of a patch, filled up.

uint32_t TableBytes(const Conv2D& conv) {
  return conv.keeps_constants ? static_cast<uint32_t>(conv.output_channels) * static_cast<uint32_t>(sizeof(ChannelConstants)) : 0;
}

}  // namespace

bool Conv2DDspSupports(const Conv2D& conv) {
  if (conv.window.dilation_height != 1 || conv.window.dilation_width != 1) return false;
  const int32_t taps = conv.window.kernel_height * conv.window.kernel_width * conv.input_channels;
  return taps >= 4 && taps <= kMostTaps;
}

uint32_t Conv2DDspScratchBytes(const Conv2D& conv) {
  const ColumnShape shape = {conv.window, conv.input_channels, conv.input_zero_point};
  const uint32_t patch_bytes = conv.input_channels % 4 != 0 ? static_cast<uint32_t>(shape.Taps()) + kPatchSlack : 0;
  return ColumnBytes(shape.Taps()) + TableBytes(conv) + patch_bytes +
         (conv.add != nullptr ? static_cast<uint32_t>(kPixels * conv.output_channels) : 0);
}

void RunConv2DDsp(const Operator& op, StageClock*) {
  const Conv2D& conv = op.parameters.conv_2d;
  const Buffers& buffers = op.buffers;
  const ColumnShape shape = {conv.window, conv.input_channels, conv.input_zero_point};
  const int32_t taps = shape.Taps();
  const int32_t channels = conv.output_channels;
  auto* columns = static_cast<uint32_t*>(buffers.scratch);
  auto* table = reinterpret_cast<ChannelConstants*>(static_cast<int8_t*>(buffers.scratch) + ColumnBytes(taps));
  auto* codes = reinterpret_cast<int8_t*>(table) + TableBytes(conv);
  auto* patch = codes + (conv.add != nullptr ? kPixels * channels : 0);
  if (conv.keeps_constants) FillChannels(conv, Inputs::kDistances, 0, channels, table);
  BlockConvolution block(conv, conv.keeps_constants ? table : nullptr, codes, buffers);
  const int32_t pixels = conv.window.output_height * conv.window.output_width;
  int32_t y = 0;
  int32_t x = 0;
  // Pixels past the end repeat old columns; but there must be old columns.
  if (pixels < kPixels) memset(columns, 0, ColumnBytes(taps));
  for (int32_t first = 0; first < pixels; first += kPixels) {
    const int32_t count = pixels - first < kPixels ? pixels - first : kPixels;
    for (int32_t p = 0; p < count; ++p) {
      WriteColumn(shape, buffers.input, y, x, p, patch, columns);
      if (++x == conv.window.output_width) {
        x = 0;
        ++y;
      }
    }
    block.Run(columns, count, first * channels);
  }
  Conv2DOddChannels(conv, buffers);
}

}  // namespace tinyclassify
