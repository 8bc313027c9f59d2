#include "engine/kernels/plain.h"
#include "engine/kernels/x86/avx2.h"

#if TC_HAS_AVX2

#include <immintrin.h>

namespace tinyclassify {
namespace {

constexpr int32_t kBlock = 16;

TC_AVX2 __m256i Load(const int8_t* bytes) {
  return _mm256_cvtepi8_epi16(_mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes)));
}

/// The taps of one output pixel that lie inside the input.
struct Taps {
  const DepthwiseConv2D& conv;
  const int8_t* input;
  int32_t origin_y, origin_x;
  TapRange rows, columns;

  const int8_t* InputAt(int32_t ky, int32_t kx) const {
    const int32_t y = origin_y + ky * conv.window.dilation_height;
    const int32_t x = origin_x + kx * conv.window.dilation_width;
    return input + (y * conv.window.input_width + x) * conv.input_channels;
  }
  const int8_t* WeightsAt(int32_t ky, int32_t kx) const {
    return conv.weights + (ky * conv.window.kernel_width + kx) * conv.input_channels;
  }
};

// sums int32 [16] of the channels from `first` on. (input - zero point) * weight is below 2^15: 255 * 128 = 32640.
TC_AVX2 void SumBlock(const Taps& taps, int32_t first, int32_t* sums) {
  const __m256i zero_point = _mm256_set1_epi16(static_cast<int16_t>(taps.conv.input_zero_point));
  __m256i low = _mm256_setzero_si256();
  __m256i high = _mm256_setzero_si256();
  for (int32_t ky = taps.rows.begin; ky < taps.rows.end; ++ky) {
    for (int32_t kx = taps.columns.begin; kx < taps.columns.end; ++kx) {
      const __m256i input = _mm256_sub_epi16(Load(taps.InputAt(ky, kx) + first), zero_point);
      const __m256i products = _mm256_mullo_epi16(input, Load(taps.WeightsAt(ky, kx) + first));
      low = _mm256_add_epi32(low, _mm256_cvtepi16_epi32(_mm256_castsi256_si128(products)));
      high = _mm256_add_epi32(high, _mm256_cvtepi16_epi32(_mm256_extracti128_si256(products, 1)));
    }
  }
  _mm256_storeu_si256(reinterpret_cast<__m256i*>(sums), low);
  _mm256_storeu_si256(reinterpret_cast<__m256i*>(sums + 8), high);
}

void SumChannel(const Taps& taps, int32_t channel, int32_t* sum) {
  *sum = 0;
  for (int32_t ky = taps.rows.begin; ky < taps.rows.end; ++ky) {
    for (int32_t kx = taps.columns.begin; kx < taps.columns.end; ++kx) {
      *sum += (taps.InputAt(ky, kx)[channel] - taps.conv.input_zero_point) * taps.WeightsAt(ky, kx)[channel];
    }
  }
}

}  // namespace

bool DepthwiseConv2DAvx2Supports(const DepthwiseConv2D& conv) { return conv.depth_multiplier == 1; }

uint32_t DepthwiseConv2DAvx2ScratchBytes(const DepthwiseConv2D& conv) {
  return static_cast<uint32_t>(conv.input_channels) * static_cast<uint32_t>(sizeof(int32_t));
}

TC_AVX2 void DepthwiseConv2DAvx2(const DepthwiseConv2D& conv, const Buffers& buffers) {
  const Window& window = conv.window;
  const int32_t channels = conv.input_channels;
  auto* sums = static_cast<int32_t*>(buffers.scratch);  // [channels]
  for (int32_t y = 0; y < window.output_height; ++y) {
    for (int32_t x = 0; x < window.output_width; ++x) {
      PixelTaps pixel;
      FindTaps(window, y, x, &pixel);
      const Taps taps = {conv, buffers.input, pixel.y, pixel.x, pixel.rows, pixel.columns};
      int32_t c = 0;
      for (; c + kBlock <= channels; c += kBlock) SumBlock(taps, c, sums + c);
      // What is left of the channels goes in a block that overlaps the one before, where there is one.
      if (c < channels && channels >= kBlock) SumBlock(taps, channels - kBlock, sums + channels - kBlock);
      if (channels < kBlock) {
        for (; c < channels; ++c) SumChannel(taps, c, sums + c);
      }
      RequantizeAvx2(sums, conv.bias, conv.requantization, channels, buffers.output + (y * window.output_width + x) * channels);
    }
  }
}

}  // namespace tinyclassify

#endif
