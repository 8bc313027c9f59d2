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

// All channels of `count` pixels whose columns are ready. Members are copied to locals first: the compiler must take it
// that a stored int8 changes them.
template <bool kClamp>
void MultiplyChannels(const Conv2D& conv, int32_t taps, const uint32_t* columns, int32_t count, int8_t* output) {
  const int8_t* weights = conv.weights;
  const int32_t channels = conv.output_channels;
  const int32_t blocks = taps / 4;
  const int32_t rest = taps % 4;
  const int32_t* bias = conv.bias;
  const Requantization to = conv.requantization;
  for (int32_t o = 0; o < channels; ++o, ++output) {
    const uint32_t* column = columns;
    FourSums sums = DotProducts(weights, column, blocks);
    if (rest != 0) {
      AddBlock(LastWeights(weights, rest), column, &sums);
      weights += rest;
    }
    const ChannelScale scale(to.multipliers[o], to.shifts[o], to.zero_point);
    const int32_t doubled_bias = bias != nullptr ? 2 * bias[o] : 0;
    int8_t* pixel = output;
    *pixel = Saturate<kClamp>(scale.Apply(doubled_bias + 2 * sums.pixel0), to.activation_min, to.activation_max);
    if (count == 1) continue;
    pixel += channels;
    *pixel = Saturate<kClamp>(scale.Apply(doubled_bias + 2 * sums.pixel1), to.activation_min, to.activation_max);
    if (count == 2) continue;
    pixel += channels;
    *pixel = Saturate<kClamp>(scale.Apply(doubled_bias + 2 * sums.pixel2), to.activation_min, to.activation_max);
    if (count == 3) continue;
    pixel += channels;
    *pixel = Saturate<kClamp>(scale.Apply(doubled_bias + 2 * sums.pixel3), to.activation_min, to.activation_max);
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
  return ColumnBytes(shape.Taps()) + patch_bytes;
}

void Conv2DDsp(const Conv2D& conv, const Buffers& buffers) {
  const ColumnShape shape = {conv.window, conv.input_channels, conv.input_zero_point};
  const int32_t taps = shape.Taps();
  auto* columns = static_cast<uint32_t*>(buffers.scratch);
  auto* patch = static_cast<int8_t*>(buffers.scratch) + ColumnBytes(taps);
  const bool full_range = HasFullRange(conv.requantization);
  int32_t pixels = conv.window.output_height * conv.window.output_width;
  int8_t* output = buffers.output;
  int32_t y = 0;
  int32_t x = 0;
  // Pixels past the end repeat old columns, and their sums are not stored; but there must be old columns.
  if (pixels < kPixels) memset(columns, 0, ColumnBytes(taps));
  while (pixels > 0) {
    const int32_t count = pixels < kPixels ? pixels : kPixels;
    for (int32_t p = 0; p < count; ++p) {
      WriteColumn(shape, buffers.input, y, x, p, patch, columns);
      if (++x == conv.window.output_width) {
        x = 0;
        ++y;
      }
    }
    if (full_range) {
      MultiplyChannels<false>(conv, taps, columns, count, output);
    } else {
      MultiplyChannels<true>(conv, taps, columns, count, output);
    }
    output += count * conv.output_channels;
    pixels -= count;
  }
}

}  // namespace tinyclassify
