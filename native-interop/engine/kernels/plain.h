#ifndef TINYCLASSIFY_ENGINE_KERNELS_PLAIN_H
#define TINYCLASSIFY_ENGINE_KERNELS_PLAIN_H

#include <stdint.h>

#include "engine/operator.h"

namespace tinyclassify {

// The plain kernels: they define what every faster one must give, byte for byte, and run on any CPU.

/// The taps of a window that fall inside the input along one axis: [begin, end).
struct TapRange {
  int32_t begin;
  int32_t end;
};

/// The window of one output pixel.
struct PixelTaps {
  int32_t y;  ///< Input coordinates of tap (0, 0); negative inside the padding.
  int32_t x;
  TapRange rows;
  TapRange columns;
};

void FindTaps(const Window& window, int32_t output_y, int32_t output_x, PixelTaps* taps);

/// Along an axis without dilation. @param origin  input coordinate of tap 0
inline TapRange AdjacentTapsInside(int32_t origin, int32_t taps, int32_t input_size) {
  const int32_t room = input_size - origin;
  return TapRange{origin < 0 ? -origin : 0, room < 0 ? 0 : (room < taps ? room : taps)};
}

/// buffers.input int8 [input_height, input_width, input_channels]; buffers.output int8 [output_height, output_width,
/// output_channels]; no scratch; the two must not overlap.
void Conv2DReference(const Conv2D& conv, const Buffers& buffers);

/// buffers.input int8 [input_height, input_width, input_channels]; buffers.output int8
/// [output_height, output_width, input_channels * depth_multiplier]; no scratch; the two must not overlap.
void DepthwiseConv2DReference(const DepthwiseConv2D& conv, const Buffers& buffers);

/// The same of the odd channels alone; the others' codes stay.
void Conv2DOddChannels(const Conv2D& conv, const Buffers& buffers);
void DepthwiseConv2DOddChannels(const DepthwiseConv2D& conv, const Buffers& buffers);

/// All three int8; the output may be the place of an input of its shape.
void AddReference(const Add& add, const Buffers& buffers);
void SubtractReference(const Add& subtract, const Buffers& buffers);
void MultiplyReference(const Add& multiply, const Buffers& buffers);
void SquareDifferenceReference(const Add& op, const Buffers& buffers);

/// Both int8 [size]; the output may be the place of the input.
void LookUp(const Lookup& lookup, const Buffers& buffers);

/// buffers.input int8 [input_height, input_width, channels]; buffers.output int8 [output_height,
/// output_width, channels]; no scratch, no overlap. The mean rounds halves away from zero.
void Pool2DReference(const Pool2D& pool, const Buffers& buffers);

/// buffers.input int8 of the input's shape; buffers.output what is kept of it; no overlap.
void MeanReference(const Mean& mean, const Buffers& buffers);

/// Both int8 [rows, depth]; the output may be the place of the input.
void SoftmaxReference(const Softmax& softmax, const Buffers& buffers);
void LogSoftmaxReference(const Softmax& softmax, const Buffers& buffers);

/// No overlap in any of them.
void Concatenate(const Parts& concatenation, const Buffers& buffers);
void Split(const Parts& split, const Buffers& buffers);
void CopySlice(const Slice& slice, const Buffers& buffers);

/// buffers.input int8 of the input's shape; buffers.output larger by the padding; no scratch, no
/// overlap.
void PadReference(const Pad& pad, const Buffers& buffers);

}  // namespace tinyclassify

#endif
