#ifndef TINYCLASSIFY_TESTS_ORACLE_H
#define TINYCLASSIFY_TESTS_ORACLE_H

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "engine/rounding.h"

/// What the kernels must give, written a second time from the definitions: wide integers, doubles and no cleverness.
namespace tinyclassify::testing {

/// round(real multiplier * value) in the rounding mode of the build; the multiplier quantized as TFLite does it.
inline int64_t OracleRescale(int64_t value, double real) {
  int exponent;
  const double fraction = std::frexp(real, &exponent);
  int64_t multiplier = std::llround(fraction * 2147483648.0);
  if (multiplier == int64_t{1} << 31) {
    multiplier /= 2;
    ++exponent;
  }
  if (exponent < -31) return 0;
  const auto floor_divide = [](__int128 a, __int128 b) { return a >= 0 ? a / b : -((-a + b - 1) / b); };
#if TC_SINGLE_ROUNDING && !TC_FLOAT_ROUNDING
  const __int128 one = static_cast<__int128>(1) << (31 - exponent);
  return static_cast<int64_t>(floor_divide(static_cast<__int128>(value) * multiplier + one / 2, one));
#else
  const int left = std::max(exponent, 0);
  const int right = std::max(-exponent, 0);
  const __int128 product = static_cast<__int128>(value) * (int64_t{1} << left) * multiplier;
  const double high = static_cast<double>(floor_divide(product + (int64_t{1} << 30), static_cast<__int128>(1) << 31));
  return static_cast<int64_t>(std::round(std::ldexp(high, -right)));  // std::round: halves away from zero.
#endif
}

/// round(sum * input_scale * weight_scale / output_scale) for an operator with weights.
/// @param in_float  multiply the first two in float32, as TFLite does where there is one weight scale a tensor
inline int64_t OracleRequantize(int64_t sum, float input_scale, float weight_scale, float output_scale, bool in_float) {
#if TC_FLOAT_ROUNDING
  static_cast<void>(in_float);
  const float factor = input_scale * weight_scale / output_scale;
  const float product = static_cast<float>(sum) * factor;
  return std::llrint(product);  // Halves to even, as long as nobody changes the floating-point environment.
#else
  const double product = in_float ? input_scale * weight_scale : static_cast<double>(input_scale) * weight_scale;
  return OracleRescale(sum, product / output_scale);
#endif
}

struct OracleRange {
  int64_t low = -128;
  int64_t high = 127;
};

inline OracleRange OracleActivation(int activation, float scale, int64_t zero_point) {
  const auto quantize = [&](float value) { return zero_point + static_cast<int64_t>(std::round(value / scale)); };
  OracleRange range;
  if (activation == 1 || activation == 3) range.low = std::max<int64_t>(range.low, quantize(0.0f));
  if (activation == 2) range.low = std::max<int64_t>(range.low, quantize(-1.0f));
  if (activation == 3) range.high = std::min<int64_t>(range.high, quantize(6.0f));
  if (activation == 2) range.high = std::min<int64_t>(range.high, quantize(1.0f));
  return range;
}

/// A convolution of either kind, as numbers.
struct OracleConvolution {
  int height, width, channels, output_channels, kernel_height, kernel_width, stride_height, stride_width;
  int dilation_height = 1, dilation_width = 1, padding = 0, activation = 0;
  bool depthwise = false;
  float input_scale = 1.0f, output_scale = 1.0f;
  int input_zero_point = 0, output_zero_point = 0;
  std::vector<float> weight_scales;
  std::vector<int8_t> weights;
  std::vector<int32_t> bias;

  int Span(int kernel, int dilation) const { return (kernel - 1) * dilation + 1; }
  int OutputSize(int input, int kernel, int stride, int dilation) const {
    return padding == 0 ? (input + stride - 1) / stride : (input - Span(kernel, dilation)) / stride + 1;
  }
  int OutputHeight() const { return OutputSize(height, kernel_height, stride_height, dilation_height); }
  int OutputWidth() const { return OutputSize(width, kernel_width, stride_width, dilation_width); }
  int Pad(int input, int output, int kernel, int stride, int dilation) const {
    return std::max(0, (output - 1) * stride + Span(kernel, dilation) - input) / 2;
  }

  int64_t Weight(int o, int ky, int kx, int c) const {
    return depthwise ? weights[static_cast<size_t>((ky * kernel_width + kx) * output_channels + o)]
                     : weights[static_cast<size_t>(((o * kernel_height + ky) * kernel_width + kx) * channels + c)];
  }

  std::vector<int8_t> Run(const std::vector<int8_t>& input) const {
    const int pad_top = Pad(height, OutputHeight(), kernel_height, stride_height, dilation_height);
    const int pad_left = Pad(width, OutputWidth(), kernel_width, stride_width, dilation_width);
    const OracleRange range = OracleActivation(activation, output_scale, output_zero_point);
    std::vector<int8_t> output;
    for (int y = 0; y < OutputHeight(); ++y) {
      for (int x = 0; x < OutputWidth(); ++x) {
        for (int o = 0; o < output_channels; ++o) {
          const int first = depthwise ? o / (output_channels / channels) : 0;
          const int last = depthwise ? first + 1 : channels;
          int64_t sum = bias.empty() ? 0 : bias[static_cast<size_t>(o)];
          for (int ky = 0; ky < kernel_height; ++ky) {
            for (int kx = 0; kx < kernel_width; ++kx) {
              const int iy = y * stride_height - pad_top + ky * dilation_height;
              const int ix = x * stride_width - pad_left + kx * dilation_width;
              if (iy < 0 || iy >= height || ix < 0 || ix >= width) continue;
              for (int c = first; c < last; ++c) {
                const int64_t value = input[static_cast<size_t>((iy * width + ix) * channels + c)];
                sum += (value - input_zero_point) * Weight(o, ky, kx, c);
              }
            }
          }
          const float weight_scale = weight_scales[weight_scales.size() == 1 ? 0 : static_cast<size_t>(o)];
          const int64_t scaled = OracleRequantize(sum, input_scale, weight_scale, output_scale, false) + output_zero_point;
          output.push_back(static_cast<int8_t>(std::clamp(scaled, range.low, range.high)));
        }
      }
    }
    return output;
  }
};

}  // namespace tinyclassify::testing

#endif
