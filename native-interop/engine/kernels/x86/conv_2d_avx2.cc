#include "engine/kernels/plain.h"
#include "engine/kernels/x86/avx2.h"

#if TC_HAS_AVX2

#include <immintrin.h>
#include <string.h>

namespace tinyclassify {
namespace {

constexpr int32_t kStep = 16;     // Taps a vector.
constexpr int32_t kChannels = 4;  // With two pixels eight vectors of sums; six more registers hold weights and inputs.
constexpr int32_t kRowPixels = 2;

int32_t TapCount(const Conv2D& conv) { return conv.window.kernel_height * conv.window.kernel_width * conv.input_channels; }

int32_t PaddedTaps(const Conv2D& conv) { return (TapCount(conv) + kStep - 1) / kStep * kStep; }

// count int8 less the zero point, as int16.
TC_AVX2 void Widen(const int8_t* from, int32_t count, int32_t zero_point, int16_t* to) {
  const __m256i zeros = _mm256_set1_epi16(static_cast<int16_t>(zero_point));
  int32_t i = 0;
  for (; i + kStep <= count; i += kStep) {
    const __m256i wide = _mm256_cvtepi8_epi16(_mm_loadu_si128(reinterpret_cast<const __m128i*>(from + i)));
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(to + i), _mm256_sub_epi16(wide, zeros));
  }
  for (; i < count; ++i) to[i] = static_cast<int16_t>(from[i] - zero_point);
}

// The inputs of one output pixel, less the zero point, as int16 [taps]; padding is 0.
TC_AVX2 void WriteColumn(const Conv2D& conv, const int8_t* input, int32_t y, int32_t x, int16_t* column) {
  const Window& window = conv.window;
  const int32_t channels = conv.input_channels;
  const int32_t row_taps = window.kernel_width * channels;
  const int32_t origin_y = y * window.stride_height - window.pad_top;
  const int32_t origin_x = x * window.stride_width - window.pad_left;
  const TapRange inside = AdjacentTapsInside(origin_x, window.kernel_width, window.input_width);
  for (int32_t ky = 0; ky < window.kernel_height; ++ky, column += row_taps) {
    const int32_t input_y = origin_y + ky;
    const bool row_inside = input_y >= 0 && input_y < window.input_height && inside.begin < inside.end;
    const int32_t begin = row_inside ? inside.begin * channels : row_taps;
    const int32_t end = row_inside ? inside.end * channels : row_taps;
    memset(column, 0, static_cast<size_t>(begin) * sizeof(int16_t));
    if (begin < end) {
      Widen(input + (input_y * window.input_width + origin_x) * channels + begin, end - begin, conv.input_zero_point,
            column + begin);
    }
    memset(column + end, 0, static_cast<size_t>(row_taps - end) * sizeof(int16_t));
  }
}

TC_AVX2 __m256i LoadWeights(const int8_t* weights) {
  return _mm256_cvtepi8_epi16(_mm_loadu_si128(reinterpret_cast<const __m128i*>(weights)));
}

// The sums of the lanes of four vectors.
TC_AVX2 __m128i SumLanes(const __m256i totals[kChannels]) {
  const __m256i first = _mm256_hadd_epi32(totals[0], totals[1]);
  const __m256i second = _mm256_hadd_epi32(totals[2], totals[3]);
  const __m256i both = _mm256_hadd_epi32(first, second);
  return _mm_add_epi32(_mm256_castsi256_si128(both), _mm256_extracti128_si256(both, 1));
}

// sums of four channels of two pixels. Channel c's weights begin at weights + c * stride; what is read of them beyond
// the taps meets zeros of the columns.
TC_AVX2 void MultiplyBlock(const int8_t* weights, int32_t stride, const int16_t* columns, int32_t padded_taps, int32_t* sums,
                           int32_t sums_stride) {
  __m256i totals[kRowPixels][kChannels];
  for (auto& pixel : totals) {
    for (__m256i& total : pixel) total = _mm256_setzero_si256();
  }
  for (int32_t k = 0; k < padded_taps; k += kStep) {
    const __m256i first = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(columns + k));
    const __m256i second = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(columns + padded_taps + k));
    for (int32_t c = 0; c < kChannels; ++c) {
      const __m256i taps = LoadWeights(weights + c * stride + k);
      totals[0][c] = _mm256_add_epi32(totals[0][c], _mm256_madd_epi16(taps, first));
      totals[1][c] = _mm256_add_epi32(totals[1][c], _mm256_madd_epi16(taps, second));
    }
  }
  for (int32_t p = 0; p < kRowPixels; ++p) {
    _mm_storeu_si128(reinterpret_cast<__m128i*>(sums + p * sums_stride), SumLanes(totals[p]));
  }
}

// Channels at the end of the weights: behind them no byte may be read, so they are copied. scratch int8
// [4][padded_taps].
int32_t SafeChannels(const Conv2D& conv) {
  const int32_t taps = TapCount(conv);
  const int32_t unsafe = (PaddedTaps(conv) - taps + taps - 1) / taps;  // Of the last ones, whose reads go beyond the end.
  const int32_t safe = conv.output_channels - unsafe;
  return safe < 0 ? 0 : safe / kChannels * kChannels;
}

}  // namespace

bool Conv2DAvx2Supports(const Conv2D& conv) { return conv.window.dilation_height == 1 && conv.window.dilation_width == 1; }

uint32_t Conv2DAvx2ScratchBytes(const Conv2D& conv) {
  const int32_t channels = conv.output_channels + kChannels;  // The last block of four may go beyond.
  const int32_t columns = kRowPixels * PaddedTaps(conv) * static_cast<int32_t>(sizeof(int16_t));
  return static_cast<uint32_t>(kRowPixels * channels * static_cast<int32_t>(sizeof(int32_t)) + columns +
                               (channels - SafeChannels(conv)) * PaddedTaps(conv));
}

TC_AVX2 void Conv2DAvx2(const Conv2D& conv, const Buffers& buffers) {
  const Window& window = conv.window;
  const int32_t taps = TapCount(conv);
  const int32_t padded_taps = PaddedTaps(conv);
  const int32_t channels = conv.output_channels;
  const int32_t sums_stride = channels + kChannels;
  const int32_t safe = SafeChannels(conv);
  const int32_t pixels = window.output_height * window.output_width;
  auto* sums = static_cast<int32_t*>(buffers.scratch);  // [kRowPixels][sums_stride]
  auto* columns = reinterpret_cast<int16_t*>(sums + kRowPixels * sums_stride);
  auto* last = reinterpret_cast<int8_t*>(columns + kRowPixels * padded_taps);  // [channels - safe, rounded up][padded_taps]
  memset(columns, 0, static_cast<size_t>(kRowPixels * padded_taps) * sizeof(int16_t));
  memset(last, 0, static_cast<size_t>((channels + kChannels - safe) * padded_taps));
  for (int32_t c = safe; c < channels; ++c) {
    memcpy(last + (c - safe) * padded_taps, conv.weights + c * taps, static_cast<size_t>(taps));
  }
  for (int32_t pixel = 0; pixel < pixels; pixel += kRowPixels) {
    const int32_t here = pixels - pixel < kRowPixels ? pixels - pixel : kRowPixels;
    for (int32_t p = 0; p < here; ++p) {
      WriteColumn(conv, buffers.input, (pixel + p) / window.output_width, (pixel + p) % window.output_width,
                  columns + p * padded_taps);
    }
    for (int32_t c = 0; c < safe; c += kChannels) {
      MultiplyBlock(conv.weights + c * taps, taps, columns, padded_taps, sums + c, sums_stride);
    }
    for (int32_t c = safe; c < channels; c += kChannels) {
      MultiplyBlock(last + (c - safe) * padded_taps, padded_taps, columns, padded_taps, sums + c, sums_stride);
    }
    for (int32_t p = 0; p < here; ++p) {
      RequantizeAvx2(sums + p * sums_stride, conv.bias, conv.requantization, channels, buffers.output + (pixel + p) * channels);
    }
  }
}

}  // namespace tinyclassify

#endif
