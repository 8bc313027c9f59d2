#include "engine/kernels/dsp/depthwise_window.h"

#include "engine/kernels/dsp/block_convolution.h"
#include "engine/kernels/dsp/clamp.h"

namespace tinyclassify {
namespace {

using namespace dsp;

constexpr int32_t kFour = 4;  // Channels that are computed together: a word of codes, a word of weights.

// A row of taps of four channels.
struct TapRow {
  const int8_t* input;
  const int8_t* weights;
  int32_t count;
  int32_t input_step;
  int32_t weight_step;
  uint32_t minus_zero_points;
  bool one_input;  // All four channels read the same input.
};

// 18 instructions for four multiply-accumulates. Not inline: there the registers would run out.
TC_NEVER_INLINE void AddTaps(const TapRow& row, int32_t* sums) {
  const int8_t* input = row.input;
  const int8_t* weights = row.weights;
  const uint32_t minus_zero_points = row.minus_zero_points;
  int32_t sum0 = sums[0], sum1 = sums[1], sum2 = sums[2], sum3 = sums[3];
  for (int32_t rest = row.count; rest > 0; --rest, input += row.input_step, weights += row.weight_step) {
    const uint32_t codes = row.one_input ? static_cast<uint8_t>(*input) * 0x01010101u : Load32(input);
    const uint32_t even = ExtendAddEven(minus_zero_points, codes);
    const uint32_t odd = ExtendAddOdd(minus_zero_points, codes);
    const uint32_t four = Load32(weights);
    sum0 = MultiplyAddLow(even, ExtendEven(four), sum0);
    sum2 = MultiplyAddHigh(even, ExtendEven(four), sum2);
    sum1 = MultiplyAddLow(odd, ExtendOdd(four), sum1);
    sum3 = MultiplyAddHigh(odd, ExtendOdd(four), sum3);
  }
  sums[0] = sum0;
  sums[1] = sum1;
  sums[2] = sum2;
  sums[3] = sum3;
}

// @param first  of the four channels
void RunFour(const DepthwiseConv2D& conv, const Buffers& buffers, int32_t first, int32_t channels) {
  const Window& window = conv.window;
  ChannelConstants constants[kFour];
  FillConstants(conv.bias, conv.requantization, 0, first, kFour, constants);
  TapRow row;
  row.input_step = window.dilation_width * conv.input_channels;
  row.weight_step = channels;
  row.minus_zero_points = Pack(-conv.input_zero_point, -conv.input_zero_point);
  row.one_input = conv.depth_multiplier != 1;
  const int8_t* const input = buffers.input + first / conv.depth_multiplier;
  int8_t* output = buffers.output + first;
  for (int32_t y = 0; y < window.output_height; ++y) {
    for (int32_t x = 0; x < window.output_width; ++x, output += channels) {
      PixelTaps taps;
      FindTaps(window, y, x, &taps);
      row.count = taps.columns.end - taps.columns.begin;
      int32_t sums[kFour];
      for (int32_t i = 0; i < kFour; ++i) sums[i] = constants[i].bias;
      for (int32_t ky = taps.rows.begin; ky < taps.rows.end; ++ky) {
        const int32_t pixel = (taps.y + ky * window.dilation_height) * window.input_width + taps.x;
        row.input = input + pixel * conv.input_channels + taps.columns.begin * row.input_step;
        row.weights = conv.weights + first + (ky * window.kernel_width + taps.columns.begin) * channels;
        AddTaps(row, sums);
      }
      for (int32_t i = 0; i < kFour; ++i) {
        output[i] = static_cast<int8_t>(SaturateToInt8(constants[i].scale.Apply(2 * sums[i])));
      }
    }
  }
}

}  // namespace

bool DepthwiseWindowTakes(const DepthwiseConv2D& conv) {
  return conv.depth_multiplier == 1 ? conv.input_channels >= kFour : conv.depth_multiplier % kFour == 0;
}

void DepthwiseWindowDsp(const DepthwiseConv2D& conv, const Buffers& buffers) {
  const int32_t channels = conv.input_channels * conv.depth_multiplier;
  // The last four may begin among channels that are done: they come out the same.
  for (int32_t first = 0; first < channels; first += kFour) {
    RunFour(conv, buffers, first < channels - kFour ? first : channels - kFour, channels);
  }
  const Requantization& to = conv.requantization;
  ClampCodes(to.activation_min, to.activation_max, conv.window.output_height * conv.window.output_width * channels,
             buffers.output);
  if (to.odd_count != 0) DepthwiseConv2DOddChannels(conv, buffers);
}

}  // namespace tinyclassify
