#include "engine/kernels/dsp/conv_2d_dsp.h"

#include <string.h>

#include "engine/kernels/dsp/add_dsp.h"
#include "engine/kernels/dsp/columns.h"
#include "engine/kernels/dsp/fast_requantization.h"
#include "engine/kernels/dsp/multiply_channels.h"

namespace tinyclassify {
namespace {

using namespace dsp;

constexpr uint32_t kPatchSlack = 4;  // The last block of a patch, filled up.

// Channels whose constants are worked out together for each block of pixels, where those of all channels are not kept.
constexpr int32_t kFewChannels = 8;

void FillChannels(const Conv2D& conv, int32_t first, int32_t count, ChannelConstants* channels) {
  const Requantization& to = conv.requantization;
  for (int32_t i = 0; i < count; ++i) {
    const int32_t o = first + i;
    channels[i].bias = conv.bias != nullptr ? conv.bias[o] : 0;
    channels[i].scale = MakeScale(to.multipliers[o], to.shifts[o], to.zero_point);
  }
}

uint32_t TableBytes(const Conv2D& conv) {
  return conv.keeps_constants ? static_cast<uint32_t>(conv.output_channels) * static_cast<uint32_t>(sizeof(ChannelConstants))
                              : 0;
}

// All channels of the block whose columns and offsets the job has.
void MultiplyBlock(const Conv2D& conv, const ChannelConstants* table, int8_t* output, ChannelJob* job) {
  job->weights = conv.weights;
  job->output = output;
  if (table != nullptr) {
    job->channel = table;
    job->channel_end = table + conv.output_channels;
    MultiplyChannels(job);
    return;
  }
  ChannelConstants few[kFewChannels];
  for (int32_t first = 0; first < conv.output_channels; first += kFewChannels) {
    const int32_t rest = conv.output_channels - first;
    const int32_t count = rest < kFewChannels ? rest : kFewChannels;
    FillChannels(conv, first, count, few);
    job->channel = few;
    job->channel_end = few + count;
    job->weights = MultiplyChannels(job);
    job->output = static_cast<int8_t*>(job->output) + count;
  }
}

}  // namespace

bool Conv2DDspTakes(const Conv2D& conv) {
  if (conv.window.dilation_height != 1 || conv.window.dilation_width != 1) return false;
  const int32_t taps = conv.window.kernel_height * conv.window.kernel_width * conv.input_channels;
  return taps >= 4 && conv.requantization.has_fast_shifts;
}

uint32_t Conv2DDspScratchBytes(const Conv2D& conv, bool with_add) {
  const ColumnShape shape = {conv.window, conv.input_channels, conv.input_zero_point};
  const uint32_t patch_bytes = conv.input_channels % 4 != 0 ? static_cast<uint32_t>(shape.Taps()) + kPatchSlack : 0;
  return ColumnBytes(shape.Taps()) + TableBytes(conv) + patch_bytes +
         (with_add ? static_cast<uint32_t>(kPixels * conv.output_channels) : 0);
}

void Conv2DDsp(const Conv2D& conv, const Buffers& buffers) {
  const ColumnShape shape = {conv.window, conv.input_channels, conv.input_zero_point};
  const int32_t taps = shape.Taps();
  const int32_t channels = conv.output_channels;
  auto* columns = static_cast<uint32_t*>(buffers.scratch);
  auto* table = reinterpret_cast<ChannelConstants*>(static_cast<int8_t*>(buffers.scratch) + ColumnBytes(taps));
  auto* codes = reinterpret_cast<int8_t*>(table) + TableBytes(conv);  // Before the addition.
  auto* patch = codes + (conv.add != nullptr ? kPixels * channels : 0);
  if (conv.keeps_constants) {
    FillChannels(conv, 0, channels, table);
  } else {
    table = nullptr;
  }
  ChannelJob job = {};
  job.columns = columns;
  job.columns_end = columns + taps / 4 * kBlockWords;
  job.rest = taps % 4;
  job.rest_shift = 8 * (4 - taps % 4);
  int32_t pixels = conv.window.output_height * conv.window.output_width;
  int8_t* output = buffers.output;
  int32_t y = 0;
  int32_t x = 0;
  // Pixels past the end repeat old columns; but there must be old columns.
  if (pixels < kPixels) memset(columns, 0, ColumnBytes(taps));
  for (; pixels > 0; pixels -= kPixels, output += kPixels * channels) {
    const int32_t count = pixels < kPixels ? pixels : kPixels;
    for (int32_t p = 0; p < count; ++p) {
      WriteColumn(shape, buffers.input, y, x, p, patch, columns);
      if (++x == conv.window.output_width) {
        x = 0;
        ++y;
      }
    }
    for (int32_t p = 1; p < kPixels; ++p) job.offset[p - 1] = (p < count ? p : count - 1) * channels;
    if (conv.add == nullptr) codes = output;
    MultiplyBlock(conv, table, codes, &job);
    ClampCodes(codes, count * channels, conv.requantization.activation_min, conv.requantization.activation_max);
    if (conv.add == nullptr) continue;
    const int8_t* other = buffers.second_input + (output - buffers.output);
    const int8_t* first = conv.adds_to_second ? other : codes;
    AddCodes(*conv.add, first, conv.adds_to_second ? codes : other, count * channels, output);
  }
}

}  // namespace tinyclassify
