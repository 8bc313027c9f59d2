#include "engine/kernels/cortex_m/planes.h"

#include <string.h>

#include "engine/kernels/cortex_m/depthwise_row.h"

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

// Four channels of a row of pixels. @param padding  the unsigned code that stands behind an odd width, four times
void TransposeFour(const int8_t* from, int32_t stride, int32_t width, uint32_t padding, int32_t plane_bytes, char* to) {
  for (; width > 0; width -= 2, from += 2 * stride, to += 4) {
    const Pairs pairs(Load32(from) ^ kToUnsigned, width > 1 ? Load32(from + stride) ^ kToUnsigned : padding);
    Store32(to, pairs.channel[0]);
    Store32(to + plane_bytes, pairs.channel[1]);
    Store32(to + 2 * plane_bytes, pairs.channel[2]);
    Store32(to + 3 * plane_bytes, pairs.channel[3]);
  }
}

// One channel, of the few that are left behind the fours.
void TransposeOne(const int8_t* from, int32_t stride, int32_t width, int16_t* to) {
  for (; width > 0; --width, from += stride) *to++ = static_cast<int16_t>(*from + kUnsignedOffset);
}

}  // namespace

PlaneRing::PlaneRing(const InvertedResidual& block)
    : stride_2_(block.depthwise.window.stride_height == 2),
      pad_top_(block.depthwise.window.pad_top),
      groups_((block.depthwise.input_channels + block.group - 1) / block.group),
      slots_(stride_2_ ? groups_ + 2 : 2 * groups_ + 1),
      input_blocks_((block.depthwise.window.input_width + kPixels - 1) / kPixels),
      output_blocks_((block.depthwise.window.output_width + kPixels - 1) / kPixels) {
  const Window& window = block.depthwise.window;
  // What the outputs read, whole blocks of them, and the word behind; what an expansion writes, whole blocks, too.
  const int32_t read = DepthwiseReadBytes(output_blocks_, window.stride_width) + 4;
  const int32_t written = (2 * (window.pad_left + kPixels * input_blocks_) + 3) / 4 * 4;
  plane_bytes_ = read > written ? read : written;
  slot_bytes_ = block.group * plane_bytes_;
}

int32_t PlaneRing::OffsetOf(int32_t row, int32_t group) const {
  int32_t slot;
  if (!stride_2_) {
    slot = (row * groups_ + group) % slots_;
  } else if ((row + pad_top_) % 2 != 0) {
    slot = groups_ + 1;
  } else {
    slot = ((row + pad_top_) / 2 * groups_ + group) % (groups_ + 1);
  }
  return slot * slot_bytes_;
}

void WidenDoubledRow(const int8_t* row, int32_t width, int32_t channels, int32_t zero_point, uint32_t* columns) {
  const uint32_t start = Both(-2 * zero_point);
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

void ExpandRow(const InvertedResidual& block, const uint32_t* columns, const ChannelConstants* constants, const PlaneRow& to) {
  const DepthwiseConv2D& conv = block.depthwise;
  const Conv2D& expansion = block.expansion->parameters.conv_2d;
  const int32_t taps = expansion.input_channels;
  ChannelJob job = {};
  job.plane_bytes = to.plane_bytes;
  job.channel = constants;
  job.channel_end = constants + to.count;
  job.stores = expansion.requantization.zero_point == -128 ? Stores::kRectifiedPlanes : Stores::kPlanes;
  job.weights = expansion.weights + to.first * taps;
  job.columns = columns;
  job.columns_end = columns + taps / 4 * kBlockWords;
  job.output = to.planes + 2 * conv.window.pad_left;
  job.blocks = (conv.window.input_width + kPixels - 1) / kPixels;
  MultiplyChannels(&job);
  // The padding, too: its code is that of 0, which every activation lets through.
  ClampHalves(expansion.requantization, to.count * to.plane_bytes / 4, reinterpret_cast<uint32_t*>(to.planes));
  if (conv.window.input_width % kPixels != 0) RestorePadding(conv, to);
}

void TransposeRow(const DepthwiseConv2D& conv, const int8_t* row, const PlaneRow& to) {
  const int32_t stride = conv.input_channels;
  const int32_t width = conv.window.input_width;
  const uint32_t padding = static_cast<uint32_t>(conv.input_zero_point + kUnsignedOffset) * 0x01010101u;
  const int8_t* from = row + to.first;
  char* plane = to.planes + 2 * conv.window.pad_left;
  int32_t count = to.count;
  for (; count >= 4; count -= 4, from += 4, plane += 4 * to.plane_bytes) {
    TransposeFour(from, stride, width, padding, to.plane_bytes, plane);
  }
  for (; count > 0; --count, ++from, plane += to.plane_bytes) {
    TransposeOne(from, stride, width, reinterpret_cast<int16_t*>(plane));
  }
}

void NarrowRow(const uint32_t* columns, int32_t width, int32_t channels, int8_t* output) {
  constexpr uint32_t kToSigned = 0x80808080u;
  const int32_t block_words = static_cast<int32_t>(ColumnBytes(channels) / 4);
  for (int32_t x = 0; x < width; ++x) {
    const uint32_t* from = columns + x / kPixels * block_words + 2 * (x % kPixels);
    int32_t count = channels;
    for (; count >= 4; count -= 4, from += kBlockWords, output += 4) {
      Store32(output, (from[0] | from[1] << 8) ^ kToSigned);
    }
    if (count == 0) continue;
    const uint32_t last = (from[0] | from[1] << 8) ^ kToSigned;
    for (int32_t i = 0; i < count; ++i) *output++ = static_cast<int8_t>(last >> (8 * i));
  }
}

}  // namespace tinyclassify::dsp
