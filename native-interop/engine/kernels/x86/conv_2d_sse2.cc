#include "engine/kernels/x86/conv_2d_sse2.h"

#if TC_HAS_SSE2

#include <emmintrin.h>
#include <string.h>

namespace tinyclassify {
namespace {

constexpr int32_t kTile = 16;   // Output channels: four vectors of sums a pixel.
constexpr int32_t kPixels = 2;  // Together eight vectors of sums; the other eight registers hold weights and inputs.

int32_t Taps(const Conv2D& conv) { return conv.window.kernel_height * conv.window.kernel_width * conv.input_channels; }

int32_t Pairs(const Conv2D& conv) { return (Taps(conv) + 1) / 2; }

// weights of `count` channels from `first` on as int16 [pairs][kTile][2]; zeros where there is no channel or tap.
void PackWeights(const Conv2D& conv, int32_t first, int32_t count, int16_t* packed) {
  const int32_t taps = Taps(conv);
  memset(packed, 0, static_cast<size_t>(Pairs(conv)) * kTile * 2 * sizeof(int16_t));
  for (int32_t o = 0; o < count; ++o) {
    const int8_t* weights = conv.weights + (first + o) * taps;
    for (int32_t k = 0; k < taps; ++k) packed[(k / 2 * kTile + o) * 2 + k % 2] = weights[k];
  }
}

// The inputs of one output pixel, less the zero point, as int16 [taps]; padding is 0.
void WriteColumn(const Conv2D& conv, const int8_t* input, int32_t y, int32_t x, int16_t* column) {
  const Window& window = conv.window;
  const int32_t channels = conv.input_channels;
  const int32_t row_taps = window.kernel_width * channels;
  const int32_t origin_y = y * window.stride_height - window.pad_top;
  const int32_t origin_x = x * window.stride_width - window.pad_left;
  const TapRange inside = TapsInside(origin_x, window.kernel_width, 1, window.input_width);
  for (int32_t ky = 0; ky < window.kernel_height; ++ky, column += row_taps) {
    const int32_t input_y = origin_y + ky;
    const bool row_inside = input_y >= 0 && input_y < window.input_height && inside.begin < inside.end;
    const int32_t begin = row_inside ? inside.begin * channels : row_taps;
    const int32_t end = row_inside ? inside.end * channels : row_taps;
    const int8_t* from = input + (input_y * window.input_width + origin_x) * channels;
    for (int32_t i = 0; i < begin; ++i) column[i] = 0;
    for (int32_t i = begin; i < end; ++i) column[i] = static_cast<int16_t>(from[i] - conv.input_zero_point);
    for (int32_t i = end; i < row_taps; ++i) column[i] = 0;
  }
}

__m128i BroadcastPair(const int16_t* pair) {
  int32_t both;
  memcpy(&both, pair, sizeof(both));
  return _mm_set1_epi32(both);
}

// sums int32 [kPixels][kTile] of one tile over all taps. columns int16 [kPixels][2 * pairs].
void MultiplyTile(const int16_t* packed, const int16_t* columns, int32_t pairs, int32_t* sums) {
  __m128i totals[kPixels][4];
  for (auto& pixel : totals) {
    for (__m128i& total : pixel) total = _mm_setzero_si128();
  }
  for (int32_t k = 0; k < pairs; ++k, packed += 2 * kTile) {
    const auto* weights = reinterpret_cast<const __m128i*>(packed);
    const __m128i first = BroadcastPair(columns + 2 * k);
    const __m128i second = BroadcastPair(columns + 2 * pairs + 2 * k);
    for (int32_t v = 0; v < 4; ++v) {
      const __m128i four = _mm_loadu_si128(weights + v);
      totals[0][v] = _mm_add_epi32(totals[0][v], _mm_madd_epi16(four, first));
      totals[1][v] = _mm_add_epi32(totals[1][v], _mm_madd_epi16(four, second));
    }
  }
  for (int32_t p = 0; p < kPixels; ++p) {
    for (int32_t v = 0; v < 4; ++v)
      _mm_storeu_si128(reinterpret_cast<__m128i*>(sums + p * kTile + 4 * v), totals[p][v]);
  }
}

}  // namespace

bool Conv2DSse2Takes(const Conv2D& conv) { return conv.window.dilation_height == 1 && conv.window.dilation_width == 1; }

uint32_t Conv2DSse2ScratchBytes(const Conv2D& conv) {
  return static_cast<uint32_t>(Pairs(conv) * 2 * (kTile + kPixels)) * static_cast<uint32_t>(sizeof(int16_t));
}

void Conv2DSse2(const Conv2D& conv, const Buffers& buffers) {
  const Window& window = conv.window;
  const int32_t pairs = Pairs(conv);
  const int32_t channels = conv.output_channels;
  const int32_t pixels = window.output_height * window.output_width;
  auto* packed = static_cast<int16_t*>(buffers.scratch);
  int16_t* columns = packed + pairs * 2 * kTile;
  int32_t sums[kPixels * kTile];
  memset(columns, 0, static_cast<size_t>(pairs) * 2 * kPixels * sizeof(int16_t));
  for (int32_t first = 0; first < channels; first += kTile) {
    const int32_t count = channels - first < kTile ? channels - first : kTile;
    PackWeights(conv, first, count, packed);
    for (int32_t pixel = 0; pixel < pixels; pixel += kPixels) {
      const int32_t here = pixels - pixel < kPixels ? pixels - pixel : kPixels;
      for (int32_t p = 0; p < here; ++p) {
        const int32_t number = pixel + p;
        WriteColumn(conv, buffers.input, number / window.output_width, number % window.output_width,
                    columns + p * 2 * pairs);
      }
      MultiplyTile(packed, columns, pairs, sums);
      for (int32_t p = 0; p < here; ++p) {
        int8_t* output = buffers.output + (pixel + p) * channels + first;
        for (int32_t o = 0; o < count; ++o) {
          const int32_t bias = conv.bias != nullptr ? conv.bias[first + o] : 0;
          output[o] = Requantize(sums[p * kTile + o] + bias, conv.requantization, first + o);
        }
      }
    }
  }
}

}  // namespace tinyclassify

#endif
