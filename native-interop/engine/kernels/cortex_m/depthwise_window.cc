#include "engine/kernels/cortex_m/convolution.h"
#include "engine/kernels/cortex_m/cortex_m.h"
#include "engine/kernels/cortex_m/fast_requantization.h"

namespace tinyclassify {
namespace {

using namespace dsp;

constexpr int32_t kFour = 4;  // Channels that are computed together: a word of codes, a word of weights.

// The taps of four channels that lie inside the input.
struct FourTaps {
  const int8_t* input;
  const int8_t* weights;
  int32_t columns;
  int32_t rows;
  int32_t input_step;  // Bytes from a tap to the next.
  int32_t weight_step;
  int32_t input_row_step;  // From a row of taps to the next.
  int32_t weight_row_step;
  uint32_t minus_zero_points;
  bool one_input;  // All four channels read the same input.
};

// One pixel, 18 instructions for four multiply-accumulates. Not inline: there the registers would run out.
TC_NEVER_INLINE void RunTaps(const FourTaps& taps, const ChannelConstants* channel, int8_t* output) {
  const uint32_t minus_zero_points = taps.minus_zero_points;
  int32_t sum0 = channel[0].bias, sum1 = channel[1].bias, sum2 = channel[2].bias, sum3 = channel[3].bias;
  for (int32_t row = 0; row < taps.rows; ++row) {
    const int8_t* input = taps.input + row * taps.input_row_step;
    const int8_t* weights = taps.weights + row * taps.weight_row_step;
    for (int32_t rest = taps.columns; rest > 0; --rest, input += taps.input_step, weights += taps.weight_step) {
      const uint32_t codes = taps.one_input ? static_cast<uint8_t>(*input) * 0x01010101u : Load32(input);
      const uint32_t even = ExtendAddEven(minus_zero_points, codes);
      const uint32_t odd = ExtendAddOdd(minus_zero_points, codes);
      const uint32_t four = Load32(weights);
      sum0 = MultiplyAddLow(even, ExtendEven(four), sum0);
      sum2 = MultiplyAddHigh(even, ExtendEven(four), sum2);
      sum1 = MultiplyAddLow(odd, ExtendOdd(four), sum1);
      sum3 = MultiplyAddHigh(odd, ExtendOdd(four), sum3);
    }
  }
  const int32_t sums[] = {sum0, sum1, sum2, sum3};
  for (const int32_t sum : sums) {
    *output++ = static_cast<int8_t>(SaturateToInt8(channel->scale.Apply(2 * sum)));
    ++channel;
  }
}

// @param first  of the four channels
void RunFour(const DepthwiseConv2D& conv, const Buffers& buffers, int32_t first, int32_t channels) {
  const Window& window = conv.window;
  ChannelConstants constants[kFour];
  FillConstants(conv.bias, conv.requantization, 0, first, kFour, constants);
  FourTaps taps;
  taps.input_step = window.dilation_width * conv.input_channels;
  taps.weight_step = channels;
  taps.input_row_step = window.dilation_height * window.input_width * conv.input_channels;
  taps.weight_row_step = window.kernel_width * channels;
  taps.minus_zero_points = Both(-conv.input_zero_point);
  taps.one_input = conv.depth_multiplier != 1;
  const int8_t* const input = buffers.input + first / conv.depth_multiplier;
  int8_t* output = buffers.output + first;
  for (int32_t y = 0; y < window.output_height; ++y) {
    for (int32_t x = 0; x < window.output_width; ++x, output += channels) {
      PixelTaps inside;
      FindTaps(window, y, x, &inside);
      const int32_t row = inside.rows.begin;
      const int32_t column = inside.columns.begin;
      taps.rows = inside.rows.end - row;
      taps.columns = inside.columns.end - column;
      taps.input = input + (inside.y * window.input_width + inside.x) * conv.input_channels + row * taps.input_row_step +
                   column * taps.input_step;
      taps.weights = conv.weights + first + row * taps.weight_row_step + column * channels;
      RunTaps(taps, constants, output);
    }
  }
}

}  // namespace

bool DepthwiseWindowSupports(const DepthwiseConv2D& conv) {
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
  DepthwiseConv2DOddChannels(conv, buffers);
}

}  // namespace tinyclassify
