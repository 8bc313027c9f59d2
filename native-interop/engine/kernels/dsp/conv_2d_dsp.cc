#include "engine/kernels/dsp/conv_2d_dsp.h"

#include <string.h>

#include "engine/kernels/dsp/columns.h"
#include "engine/kernels/dsp/dot_products.h"
#include "engine/kernels/dsp/fast_requantization.h"

namespace tinyclassify {
namespace {

using namespace dsp;

constexpr uint32_t kPatchSlack = 4;  // The last block of a patch, filled up.

// The last 1 to 3 weights of a channel as a word filled up with zeros, without reading behind them.
TC_ALWAYS_INLINE uint32_t LastWeights(const int8_t* weights, int32_t rest) {
  return Load32(weights + rest - 4) >> (8 * (4 - rest));
}

// What the loop over the channels loads for each of them.
struct Channel {
  int32_t doubled_bias;
  ChannelScale scale;
};

// Below this number of taps it pays to work the constants out once a layer, 16 bytes of scratch a channel; above it they
// are worked out again for each block of pixels, a few channels at a time.
constexpr int32_t kTableTaps = 128;
constexpr int32_t kFewChannels = 8;

void FillChannels(const Conv2D& conv, int32_t first, int32_t count, Channel* channels) {
  const Requantization& to = conv.requantization;
  for (int32_t i = 0; i < count; ++i) {
    const int32_t o = first + i;
    channels[i].doubled_bias = conv.bias != nullptr ? 2 * conv.bias[o] : 0;
    channels[i].scale = MakeScale(to.multipliers[o], to.shifts[o], to.zero_point);
  }
}

// The block of pixels at hand. Pixels past the end of the output have the offset of the last one that is there; since
// pixel 0 is stored last, it is the one that stays.
struct PixelBlock {
  const uint32_t* columns;
  int32_t blocks;  // Whole blocks of 4 taps.
  int32_t rest;    // Taps behind them, 0 to 3.
  int32_t offset1;
  int32_t offset2;
  int32_t offset3;
};

// `count` channels at four pixels. @return the weights behind them
const int8_t* MultiplyChannels(const PixelBlock& block, const Channel* channel, int32_t count, const int8_t* weights,
                               int8_t* output) {
  const Channel* const end = channel + count;
  for (; channel != end; ++channel, ++output) {
    const uint32_t* columns = block.columns;
    FourSums sums = DotProducts(weights, columns, block.blocks);
    if (block.rest != 0) {
      AddBlock(LastWeights(weights, block.rest), columns, &sums);
      weights += block.rest;
    }
    const Channel constants = *channel;
    output[block.offset3] = constants.scale.Apply(constants.doubled_bias + 2 * sums.pixel3);
    output[block.offset2] = constants.scale.Apply(constants.doubled_bias + 2 * sums.pixel2);
    output[block.offset1] = constants.scale.Apply(constants.doubled_bias + 2 * sums.pixel1);
    output[0] = constants.scale.Apply(constants.doubled_bias + 2 * sums.pixel0);
  }
  return weights;
}

uint32_t TableBytes(const Conv2D& conv, int32_t taps) {
  return taps < kTableTaps ? static_cast<uint32_t>(conv.output_channels) * static_cast<uint32_t>(sizeof(Channel)) : 0;
}

// All channels of a block.
void MultiplyBlock(const Conv2D& conv, const PixelBlock& block, const Channel* table, int8_t* output) {
  if (table != nullptr) {
    MultiplyChannels(block, table, conv.output_channels, conv.weights, output);
    return;
  }
  const int8_t* weights = conv.weights;
  Channel few[kFewChannels];
  for (int32_t first = 0; first < conv.output_channels; first += kFewChannels) {
    const int32_t rest = conv.output_channels - first;
    const int32_t count = rest < kFewChannels ? rest : kFewChannels;
    FillChannels(conv, first, count, few);
    weights = MultiplyChannels(block, few, count, weights, output + first);
  }
}

}  // namespace

bool Conv2DDspTakes(const Conv2D& conv) {
  if (conv.window.dilation_height != 1 || conv.window.dilation_width != 1) return false;
  const int32_t taps = conv.window.kernel_height * conv.window.kernel_width * conv.input_channels;
  return taps >= 4 && conv.requantization.has_fast_shifts;
}

uint32_t Conv2DDspScratchBytes(const Conv2D& conv) {
  const ColumnShape shape = {conv.window, conv.input_channels, conv.input_zero_point};
  const uint32_t patch_bytes = conv.input_channels % 4 != 0 ? static_cast<uint32_t>(shape.Taps()) + kPatchSlack : 0;
  return ColumnBytes(shape.Taps()) + TableBytes(conv, shape.Taps()) + patch_bytes;
}

void Conv2DDsp(const Conv2D& conv, const Buffers& buffers) {
  const ColumnShape shape = {conv.window, conv.input_channels, conv.input_zero_point};
  const int32_t taps = shape.Taps();
  const int32_t channels = conv.output_channels;
  auto* columns = static_cast<uint32_t*>(buffers.scratch);
  auto* table = reinterpret_cast<Channel*>(static_cast<int8_t*>(buffers.scratch) + ColumnBytes(taps));
  auto* patch = reinterpret_cast<int8_t*>(table) + TableBytes(conv, taps);
  if (taps < kTableTaps) {
    FillChannels(conv, 0, channels, table);
  } else {
    table = nullptr;
  }
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
    const auto offset = [=](int32_t pixel) { return (pixel < count ? pixel : count - 1) * channels; };
    const PixelBlock block = {columns, taps / 4, taps % 4, offset(1), offset(2), offset(3)};
    MultiplyBlock(conv, block, table, output);
    ClampCodes(output, count * channels, conv.requantization.activation_min, conv.requantization.activation_max);
  }
}

}  // namespace tinyclassify
