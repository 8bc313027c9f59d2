#include "engine/kernels/dsp/depthwise_conv_2d_dsp.h"

#include <stddef.h>
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
template <bool kWhole>
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
    const uint32_t left = LoadPixel(from, kWhole ? kGroup : count);
    const uint32_t right = LoadPixel(from + stride, kWhole ? kGroup : count);
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
  const uint32_t last = LoadPixel(from, kWhole ? kGroup : count);
  const uint32_t even = ExtendAddEven(minus_zero_points, last);
  const uint32_t odd = ExtendAddOdd(minus_zero_points, last);
  const int16_t halves[kGroup] = {static_cast<int16_t>(Low(even)), static_cast<int16_t>(Low(odd)),
                                  static_cast<int16_t>(High(even)), static_cast<int16_t>(High(odd))};
  memcpy(to0, halves, 2);
  memcpy(to1, halves + 1, 2);
  memcpy(to2, halves + 2, 2);
  memcpy(to3, halves + 3, 2);
}

// What one channel's rows need, in the order in which the inner loop loads it. Weights and bias are doubled, so that the
// sums come out doubled, as ChannelScale wants them: 2 * 127 fits int16.
struct Channel {
  uint32_t weights[6];  // For each kernel row (w0, w1) and (w1, w2).
  ChannelScale scale;
  int32_t pixel_step;
  int32_t doubled_bias;

  Channel() = default;
  Channel(const DepthwiseConv2D& conv, int32_t channel) {
    const int32_t channels = conv.input_channels;
    const int8_t* from = conv.weights + channel;
    for (int32_t ky = 0; ky < 3; ++ky, from += 3 * channels) {
      weights[2 * ky] = Pack(2 * from[0], 2 * from[channels]);
      weights[2 * ky + 1] = Pack(2 * from[channels], 2 * from[2 * channels]);
    }
    const Requantization& to = conv.requantization;
    scale = MakeScale(to.multipliers[channel], to.shifts[channel], to.zero_point);
    pixel_step = channels;
    doubled_bias = conv.bias != nullptr ? 2 * conv.bias[channel] : 0;
  }
};

// Three rows of one channel in scratch.
struct Rows {
  const uint32_t* row0;
  const uint32_t* row1;
  const uint32_t* row2;
};

// Adds one kernel row to the sums of two neighbouring pixels. Stride 1 reads columns (x, x+1), (x+2, x+3); stride 2 reads
// (2x, 2x+1), (2x+2, 2x+3), (2x+4, 2x+5).
template <int32_t kStride>
TC_ALWAYS_INLINE void AddRow(const uint32_t* row, const uint32_t* weights, int32_t* first, int32_t* second) {
  *first = MultiplyAddLowHigh(row[1], weights[1], MultiplyAddDual(row[0], weights[0], *first));
  if (kStride == 1) {
    *second = MultiplyAddDual(row[1], weights[1], MultiplyAddHighLow(row[0], weights[0], *second));
  } else {
    *second = MultiplyAddLowHigh(row[2], weights[1], MultiplyAddDual(row[1], weights[0], *second));
  }
}

// The pixels of one output row of one channel, two a step.
template <int32_t kStride>
void ComputePixels(const Channel& channel, Rows rows, int32_t width, int8_t* output) {
  for (; width > 0; width -= 2) {
    int32_t first = channel.doubled_bias;
    int32_t second = channel.doubled_bias;
    AddRow<kStride>(rows.row0, channel.weights, &first, &second);
    AddRow<kStride>(rows.row1, channel.weights + 2, &first, &second);
    AddRow<kStride>(rows.row2, channel.weights + 4, &first, &second);
    rows.row0 += kStride;
    rows.row1 += kStride;
    rows.row2 += kStride;
    *output = channel.scale.Apply(first);
    output += channel.pixel_step;
    if (width == 1) return;
    *output = channel.scale.Apply(second);
    output += channel.pixel_step;
  }
}

#if defined(__ARM_FEATURE_DSP) && !TC_SINGLE_ROUNDING

// The same in assembly: 36 instructions for two pixels (stride 2: 39). The compiler
// runs out of registers here; this loop needs 13, because multiplier, addend, exponent and step are loaded again for each
// pair into the registers that held weights and columns.
#define TC_ROW_STRIDE_1(row, weights)            \
  "ldrd %[a], %[b], [" row "], #4\n"             \
  "ldrd %[l], %[r], [%[channel], #" weights "]\n"
#define TC_ROW_STRIDE_2(row, weights)            \
  "ldrd %[a], %[b], [" row "]\n"                 \
  "ldrd %[l], %[r], [%[channel], #" weights "]\n"
#define TC_SUMS_STRIDE_1(row, first, second)     \
  "smlad %[s], %[a], %[l], " first "\n"          \
  "smlatb %[t], %[a], %[l], " second "\n"        \
  "smlabt %[s], %[b], %[r], %[s]\n"              \
  "smlad %[t], %[b], %[r], %[t]\n"
#define TC_SUMS_STRIDE_2(row, first, second)     \
  "smlad %[s], %[a], %[l], " first "\n"          \
  "ldr %[a], [" row ", #8]!\n"                   \
  "smlad %[t], %[b], %[l], " second "\n"         \
  "smlabt %[s], %[b], %[r], %[s]\n"              \
  "smlabt %[t], %[a], %[r], %[t]\n"
#define TC_STORE(sum)                            \
  "smmulr " sum ", " sum ", %[l]\n"              \
  "add " sum ", " sum ", " sum ", asr #31\n"     \
  "add " sum ", " sum ", %[r]\n"                 \
  "asr " sum ", " sum ", %[a]\n"                 \
  "ssat " sum ", #8, " sum "\n"                  \
  "strb " sum ", [%[output]]\n"                  \
  "add %[output], %[output], %[b]\n"
#define TC_PAIRS(stride)                                                                                       \
  asm volatile("1:\n"                                                                                          \
               TC_ROW_##stride("%[row0]", "0") TC_SUMS_##stride("%[row0]", "%[bias]", "%[bias]")                \
               TC_ROW_##stride("%[row1]", "8") TC_SUMS_##stride("%[row1]", "%[s]", "%[t]")                      \
               TC_ROW_##stride("%[row2]", "16") TC_SUMS_##stride("%[row2]", "%[s]", "%[t]")                     \
               "ldrd %[l], %[r], [%[channel], #24]\n"                                                          \
               "ldrd %[a], %[b], [%[channel], #32]\n"                                                          \
               TC_STORE("%[s]") TC_STORE("%[t]")                                                               \
               "cmp %[row0], %[end]\n"                                                                         \
               "bne 1b\n"                                                                                      \
               : [row0] "+r"(rows.row0), [row1] "+r"(rows.row1), [row2] "+r"(rows.row2), [output] "+r"(output), \
                 [a] "=&r"(a), [b] "=&r"(b), [l] "=&r"(l), [r] "=&r"(r), [s] "=&r"(s), [t] "=&r"(t)             \
               : [channel] "r"(&channel), [bias] "r"(channel.doubled_bias), [end] "r"(end)                      \
               : "cc", "memory")

template <int32_t kStride>
void ComputePairs(const Channel& channel, Rows rows, int32_t width, int8_t* output) {
  static_assert(offsetof(Channel, scale.addend) == 28 && offsetof(Channel, pixel_step) == 36, "the assembly's offsets");
  const uint32_t* const end = rows.row0 + width / 2 * kStride;
  if (rows.row0 != end) {
    uint32_t a, b, l, r, s, t;
    if (kStride == 1) {
      TC_PAIRS(STRIDE_1);
    } else {
      TC_PAIRS(STRIDE_2);
    }
  }
  if (width % 2 != 0) ComputePixels<kStride>(channel, rows, 1, output);
}

#undef TC_ROW_STRIDE_1
#undef TC_ROW_STRIDE_2
#undef TC_SUMS_STRIDE_1
#undef TC_SUMS_STRIDE_2
#undef TC_STORE
#undef TC_PAIRS

#else

template <int32_t kStride>
void ComputePairs(const Channel& channel, Rows rows, int32_t width, int8_t* output) {
  ComputePixels<kStride>(channel, rows, width, output);
}

#endif

// All output rows of `count` channels from `first` on. scratch: kRows rows of four planes, then a row of zeros.
void ComputeGroup(const DepthwiseConv2D& conv, const Buffers& buffers, int32_t first, int32_t count) {
  const Window& window = conv.window;
  const int32_t channels = conv.input_channels;
  const int32_t plane = RowWords(window);
  const int32_t slot_words = kGroup * plane;
  auto* scratch = static_cast<uint32_t*>(buffers.scratch);
  const uint32_t* zeros = scratch + kRows * slot_words;
  Channel group[kGroup];
  for (int32_t c = 0; c < count; ++c) group[c] = Channel(conv, first + c);

  int8_t* output = buffers.output + first;
  int32_t rows_read = 0;
  for (int32_t y = 0; y < window.output_height; ++y, output += window.output_width * channels) {
    const int32_t top = y * window.stride_height - window.pad_top;
    for (; rows_read < window.input_height && rows_read < top + 3; ++rows_read) {
      if (rows_read < top) continue;
      const int8_t* from = buffers.input + rows_read * window.input_width * channels + first;
      uint32_t* to = scratch + rows_read % kRows * slot_words;
      count == kGroup ? ReadRow<true>(conv, from, count, to) : ReadRow<false>(conv, from, count, to);
    }
    // Rows outside are all zeros, whatever the channel: their planes have the step 0.
    const uint32_t* row[3];
    int32_t step[3];
    for (int32_t ky = 0; ky < 3; ++ky) {
      const int32_t input_y = top + ky;
      const bool inside = input_y >= 0 && input_y < window.input_height;
      row[ky] = inside ? scratch + input_y % kRows * slot_words : zeros;
      step[ky] = inside ? plane : 0;
    }
    for (int32_t c = 0; c < count; ++c) {
      const Rows rows = {row[0], row[1], row[2]};
      if (window.stride_width == 1) {
        ComputePairs<1>(group[c], rows, window.output_width, output + c);
      } else {
        ComputePairs<2>(group[c], rows, window.output_width, output + c);
      }
      for (int32_t ky = 0; ky < 3; ++ky) row[ky] += step[ky];
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
  memset(buffers.scratch, 0, DepthwiseConv2DDspScratchBytes(conv));  // Padding is never written again.
  for (int32_t first = 0; first < conv.input_channels; first += kGroup) {
    const int32_t rest = conv.input_channels - first;
    ComputeGroup(conv, buffers, first, rest < kGroup ? rest : kGroup);
  }
  ClampCodes(buffers.output, conv.window.output_height * conv.window.output_width * conv.input_channels,
             conv.requantization.activation_min, conv.requantization.activation_max);
}

}  // namespace tinyclassify
