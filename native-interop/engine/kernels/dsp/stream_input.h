#ifndef TINYCLASSIFY_ENGINE_KERNELS_DSP_STREAM_INPUT_H
#define TINYCLASSIFY_ENGINE_KERNELS_DSP_STREAM_INPUT_H

#include <stdint.h>

#include "engine/kernels/conv_2d.h"
#include "engine/kernels/depthwise_conv_2d.h"
#include "engine/kernels/dsp/multiply_channels.h"

namespace tinyclassify::dsp {

/// Where the planes of a group's row stand.
struct PlaneRow {
  char* planes;  ///< Of the group's first channel.
  int32_t plane_bytes;
  int32_t first;  ///< Channels of the group.
  int32_t count;
};

/// Widens one input row of a 1x1 convolution into columns, doubled: int8 [width, channels] to blocks of four pixels,
/// `ColumnBytes(channels)` each.
void WidenDoubledRow(const int8_t* row, int32_t width, int32_t channels, int32_t zero_point, uint32_t* columns);

/// Computes a group's planes of one row by a 1x1 convolution over doubled columns.
/// @param constants  of the group's channels
void ExpandRow(const DepthwiseConv2D& conv, const uint32_t* columns, const ChannelConstants* constants,
               const PlaneRow& to);

/// Takes a group's planes of one row from int8 [width, channels] as it is.
void TransposeRow(const DepthwiseConv2D& conv, const int8_t* row, const PlaneRow& to);

}  // namespace tinyclassify::dsp

#endif
