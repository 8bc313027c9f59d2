#include "engine/kernels/dsp/stream_input.h"

#include <string.h>

namespace tinyclassify::dsp {
namespace {

constexpr uint32_t kToUnsigned = 0x80808080u;  // code + 128 flips the sign bit of each byte.

// A whole block of outputs was written where fewer were wanted: the column behind the last is padding again.
void RestorePadding(const DepthwiseConv2D& conv, const PlaneRow& row) {
  const Window& window = conv.window;
  const auto padding = static_cast<int16_t>(conv.input_zero_point + kUnsignedOffset);
  char* behind = row.planes + 2 * (window.pad_left + window.input_width);
  for (int32_t i = 0; i < row.count; ++i, behind += row.plane_bytes) memcpy(behind, &padding, sizeof(padding));
}

// A fused activation narrower than int8, on unsigned codes.
void ClampPlanes(const Requantization& to, int32_t pad_left, int32_t width, const PlaneRow& row) {
  if (to.activation_min == -128 && to.activation_max == 127) return;
  for (int32_t i = 0; i < row.count; ++i) {
    auto* codes = reinterpret_cast<int16_t*>(row.planes + i * row.plane_bytes) + pad_left;
    for (int32_t x = 0; x < width; ++x) {
      codes[x] = static_cast<int16_t>(
          Clamp(codes[x], to.activation_min + kUnsignedOffset, to.activation_max + kUnsignedOffset));
    }
  }
}

// The four (or fewer, for the last channels) bytes of one pixel, as unsigned codes.
TC_ALWAYS_INLINE uint32_t LoadPixel(const int8_t* from, int32_t count) {
  if (count >= 4) return Load32(from) ^ kToUnsigned;
  uint32_t word = 0;
  for (int32_t i = 0; i < count; ++i) word |= static_cast<uint32_t>(static_cast<uint8_t>(from[i])) << (8 * i);
  return word ^ kToUnsigned;
}

// Two pixels of four channels: each channel's two codes as a word.
struct Pairs {
  uint32_t channel[4];

  TC_ALWAYS_INLINE Pairs(uint32_t left, uint32_t right) {
    const uint32_t left_even = ZeroExtendEven(left);
    const uint32_t right_even = ZeroExtendEven(right);
    const uint32_t left_odd = ZeroExtendOdd(left);
    const uint32_t right_odd = ZeroExtendOdd(right);
    channel[0] = PackLow(left_even, right_even);
    channel[1] = PackLow(left_odd, right_odd);
    channel[2] = PackHigh(left_even, right_even);
    channel[3] = PackHigh(left_odd, right_odd);
  }
};

TC_ALWAYS_INLINE void TransposeFour(const int8_t* from, int32_t stride, int32_t width, int32_t count,
                                    int32_t plane_bytes, char* to) {
  for (; width >= 2; width -= 2, from += 2 * stride, to += 4) {
    const Pairs pairs(LoadPixel(from, count), LoadPixel(from + stride, count));
    for (int32_t i = 0; i < 4 && i < count; ++i) Store32(to + i * plane_bytes, pairs.channel[i]);
  }
  if (width == 0) return;
  const Pairs last(LoadPixel(from, count), 0);
  for (int32_t i = 0; i < 4 && i < count; ++i) memcpy(to + i * plane_bytes, &last.channel[i], sizeof(int16_t));
}

}  // namespace

void WidenDoubledRow(const int8_t* row, int32_t width, int32_t channels, int32_t zero_point, uint32_t* columns) {
  const uint32_t start = Pack(-2 * zero_point, -2 * zero_point);
  const int32_t block_words = channels / 4 * kBlockWords;
  for (int32_t x = 0; x < width; ++x) {
    uint32_t* to = columns + x / kPixels * block_words + 2 * (x % kPixels);
    const int8_t* const end = row + channels;
#pragma GCC unroll 4
    for (; row != end; row += 4, to += kBlockWords) {
      const uint32_t bytes = Load32(row);
      to[0] = ExtendAddEven(ExtendAddEven(start, bytes), bytes);
      to[1] = ExtendAddOdd(ExtendAddOdd(start, bytes), bytes);
    }
  }
}

void ExpandRow(const DepthwiseConv2D& conv, const uint32_t* columns, const ChannelConstants* constants,
               const PlaneRow& to) {
  const Conv2D& expansion = *conv.expansion;
  const int32_t taps = expansion.input_channels;
  const int32_t block_words = taps / 4 * kBlockWords;
  ChannelJob job = {};
  job.plane_bytes = to.plane_bytes;
  job.channel = constants;
  job.channel_end = constants + to.count;
  job.stores = expansion.requantization.zero_point == -128 ? Stores::kRectifiedPlanes : Stores::kPlanes;
  job.weights = expansion.weights + to.first * taps;
  char* output = to.planes + 2 * conv.window.pad_left;
  for (int32_t x = 0; x < conv.window.input_width; x += kPixels, output += 2 * kPixels, columns += block_words) {
    job.columns = columns;
    job.columns_end = columns + block_words;
    job.output = output;
    MultiplyChannels(&job);
  }
  ClampPlanes(expansion.requantization, conv.window.pad_left, conv.window.input_width, to);
  if (conv.window.input_width % kPixels != 0) RestorePadding(conv, to);
}

void TransposeRow(const DepthwiseConv2D& conv, const int8_t* row, const PlaneRow& to) {
  const int32_t stride = conv.input_channels;
  char* planes = to.planes + 2 * conv.window.pad_left;
  for (int32_t i = 0; i < to.count; i += 4, planes += 4 * to.plane_bytes) {
    const int8_t* from = row + to.first + i;
    // The constant tells the compiler that nothing is missing.
    if (to.count - i >= 4) {
      TransposeFour(from, stride, conv.window.input_width, 4, to.plane_bytes, planes);
    } else {
      TransposeFour(from, stride, conv.window.input_width, to.count - i, to.plane_bytes, planes);
    }
  }
}

}  // namespace tinyclassify::dsp
