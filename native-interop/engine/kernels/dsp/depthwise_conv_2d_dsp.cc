#include "engine/kernels/dsp/depthwise_conv_2d_dsp.h"

#include <string.h>

#include "engine/kernels/dsp/fast_requantization.h"

namespace tinyclassify {
namespace {

using namespace dsp;

constexpr int32_t kGroup = 4;  // Channels in a word.
constexpr int32_t kRows = 3;   // Of input in scratch, and a fourth that is always zero.

// Words (pairs of columns) of one channel's row in scratch: the left padding, the columns that outputs read, computed
// two at a time, and zeros behind.
int32_t RowWords(const Window& window) {
  const int32_t pairs = (window.output_width + 1) / 2;
  return window.stride_width == 1 ? pairs + 1 : 2 * pairs + 1;
}

// Input columns that fit into a row behind the left padding; any further ones are read by no output.
int32_t RowColumns(const Window& window) {
  const int32_t room = 2 * RowWords(window) - window.pad_left;
  return window.input_width < room ? window.input_width : room;
}

// The four (or fewer, for the last channels) bytes of one pixel.
TC_ALWAYS_INLINE uint32_t LoadPixel(const int8_t* from, int32_t count) {
  if (count == kGroup) return Load32(from);
  uint32_t word = 0;
  for (int32_t i = 0; i < count; ++i) word |= static_cast<uint32_t>(static_cast<uint8_t>(from[i])) << (8 * i);
  return word;
}

// Reads one input row of a channel group into its planes. 14 instructions for two pixels of four channels: two LDR,
// four SXTAB16, four PKHxx, four STR.
void ReadRow(const DepthwiseConv2D& conv, const int8_t* from, int32_t count, uint32_t* row) {
  const int32_t stride = conv.input_channels;
  const int32_t plane_bytes = 4 * RowWords(conv.window);
  const uint32_t minus_zero_points = Pack(-conv.input_zero_point, -conv.input_zero_point);
  char* to0 = reinterpret_cast<char*>(row) + 2 * conv.window.pad_left;
  char* to1 = to0 + plane_bytes;
  char* to2 = to1 + plane_bytes;
  char* to3 = to2 + plane_bytes;
  int32_t columns = RowColumns(conv.window);
  for (; columns >= 2; columns -= 2, from += 2 * stride) {
    const uint32_t left = LoadPixel(from, count);
    const uint32_t right = LoadPixel(from + stride, count);
    const uint32_t left_even = ExtendAddEven(minus_zero_points, left);
    const uint32_t right_even = ExtendAddEven(minus_zero_points, right);
    const uint32_t left_odd = ExtendAddOdd(minus_zero_points, left);
    const uint32_t right_odd = ExtendAddOdd(minus_zero_points, right);
    Store32(to0, PackLow(left_even, right_even));
    Store32(to1, PackLow(left_odd, right_odd));
    Store32(to2, PackHigh(left_even, right_even));
    Store32(to3, PackHigh(left_odd, right_odd));
    to0 += 4;
    to1 += 4;
    to2 += 4;
    to3 += 4;
  }
  if (columns == 0) return;
  const uint32_t last = LoadPixel(from, count);
  const uint32_t even = ExtendAddEven(minus_zero_points, last);
  const uint32_t odd = ExtendAddOdd(minus_zero_points, last);
  const int16_t halves[kGroup] = {static_cast<int16_t>(Low(even)), static_cast<int16_t>(Low(odd)),
                                  static_cast<int16_t>(High(even)), static_cast<int16_t>(High(odd))};
  memcpy(to0, halves, 2);
  memcpy(to1, halves + 1, 2);
  memcpy(to2, halves + 2, 2);
  memcpy(to3, halves + 3, 2);
}

// The 3x3 weights of one channel, for each row (w0, w1) and (w1, w2).
struct ChannelWeights {
  uint32_t left[3];
  uint32_t right[3];

  ChannelWeights(const int8_t* weights, int32_t channels) {
    for (int32_t ky = 0; ky < 3; ++ky, weights += 3 * channels) {
      left[ky] = Pack(weights[0], weights[channels]);
      right[ky] = Pack(weights[channels], weights[2 * channels]);
    }
  }
};

struct Rows {
  const uint32_t* row[3];
};

// One output row of one channel, two pixels a step. Stride 1 reads columns (x, x+1), (x+2, x+3); stride 2 reads (2x,
// 2x+1), (2x+2, 2x+3), (2x+4, 2x+5). 12 multiplying instructions for 18 multiply-accumulates.
template <int32_t kStride, bool kClamp>
void ComputeRow(const Rows& rows, const ChannelWeights& weights, int32_t bias, const ChannelScale& scale,
                const Requantization& to, int32_t width, int32_t pixel_step, int8_t* output) {
  const uint32_t* row0 = rows.row[0];
  const uint32_t* row1 = rows.row[1];
  const uint32_t* row2 = rows.row[2];
  const int32_t low = to.activation_min;
  const int32_t high = to.activation_max;
  const auto add = [](const uint32_t* row, uint32_t left, uint32_t right, int32_t* first, int32_t* second) {
    if (kStride == 1) {
      *first = MultiplyAddLowHigh(row[1], right, MultiplyAddDual(row[0], left, *first));
      *second = MultiplyAddDual(row[1], right, MultiplyAddHighLow(row[0], left, *second));
    } else {
      *first = MultiplyAddLowHigh(row[1], right, MultiplyAddDual(row[0], left, *first));
      *second = MultiplyAddLowHigh(row[2], right, MultiplyAddDual(row[1], left, *second));
    }
  };
  for (;; width -= 2) {
    int32_t first = bias;
    int32_t second = bias;
    add(row0, weights.left[0], weights.right[0], &first, &second);
    add(row1, weights.left[1], weights.right[1], &first, &second);
    add(row2, weights.left[2], weights.right[2], &first, &second);
    row0 += kStride;
    row1 += kStride;
    row2 += kStride;
    *output = Saturate<kClamp>(scale.Apply(2 * first), low, high);
    output += pixel_step;
    if (width == 1) return;
    *output = Saturate<kClamp>(scale.Apply(2 * second), low, high);
    output += pixel_step;
    if (width == 2) return;
  }
}

using RowFunction = void (*)(const Rows&, const ChannelWeights&, int32_t, const ChannelScale&, const Requantization&,
                             int32_t, int32_t, int8_t*);

RowFunction ChooseRow(const DepthwiseConv2D& conv) {
  const bool full = HasFullRange(conv.requantization);
  if (conv.window.stride_width == 1) return full ? ComputeRow<1, false> : ComputeRow<1, true>;
  return full ? ComputeRow<2, false> : ComputeRow<2, true>;
}

// All output rows of `count` channels from `first` on. scratch: kRows rows of four planes, then a row of zeros.
void ComputeGroup(const DepthwiseConv2D& conv, const Buffers& buffers, RowFunction compute, int32_t first,
                  int32_t count) {
  const Window& window = conv.window;
  const int32_t channels = conv.input_channels;
  const int32_t plane = RowWords(window);
  auto* scratch = static_cast<uint32_t*>(buffers.scratch);
  const uint32_t* zeros = scratch + kRows * kGroup * plane;
  int32_t rows_read = 0;
  for (int32_t y = 0; y < window.output_height; ++y) {
    const int32_t top = y * window.stride_height - window.pad_top;
    for (; rows_read < window.input_height && rows_read < top + 3; ++rows_read) {
      if (rows_read < top) continue;
      ReadRow(conv, buffers.input + rows_read * window.input_width * channels + first, count,
              scratch + rows_read % kRows * kGroup * plane);
    }
    int8_t* output = buffers.output + y * window.output_width * channels + first;
    for (int32_t c = 0; c < count; ++c) {
      const int32_t channel = first + c;
      const Requantization& to = conv.requantization;
      const ChannelScale scale(to.multipliers[channel], to.shifts[channel], to.zero_point);
      Rows rows;
      for (int32_t ky = 0; ky < 3; ++ky) {
        const int32_t input_y = top + ky;
        const bool inside = input_y >= 0 && input_y < window.input_height;
        rows.row[ky] = inside ? scratch + (input_y % kRows * kGroup + c) * plane : zeros;
      }
      compute(rows, ChannelWeights(conv.weights + channel, channels), conv.bias != nullptr ? conv.bias[channel] : 0,
              scale, to, window.output_width, channels, output + c);
    }
  }
}

}  // namespace

bool DepthwiseConv2DDspTakes(const DepthwiseConv2D& conv) {
  const Window& window = conv.window;
  return window.kernel_height == 3 && window.kernel_width == 3 && window.stride_height == window.stride_width &&
         window.stride_width <= 2 && window.dilation_height == 1 && window.dilation_width == 1 && window.pad_top <= 1 &&
         window.pad_left <= 1 && conv.depth_multiplier == 1 && conv.requantization.has_fast_shifts;
}

uint32_t DepthwiseConv2DDspScratchBytes(const DepthwiseConv2D& conv) {
  return static_cast<uint32_t>(4 * RowWords(conv.window) * (kRows * kGroup + 1));
}

void DepthwiseConv2DDsp(const DepthwiseConv2D& conv, const Buffers& buffers) {
  const RowFunction compute = ChooseRow(conv);
  memset(buffers.scratch, 0, DepthwiseConv2DDspScratchBytes(conv));  // Padding is never written again.
  for (int32_t first = 0; first < conv.input_channels; first += kGroup) {
    const int32_t rest = conv.input_channels - first;
    ComputeGroup(conv, buffers, compute, first, rest < kGroup ? rest : kGroup);
  }
}

}  // namespace tinyclassify
