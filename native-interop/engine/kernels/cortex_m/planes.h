#ifndef TINYCLASSIFY_ENGINE_KERNELS_CORTEX_M_PLANES_H
#define TINYCLASSIFY_ENGINE_KERNELS_CORTEX_M_PLANES_H

#include <stdint.h>

#include "engine/kernels/cortex_m/multiply_channels.h"
#include "engine/operator.h"

namespace tinyclassify::dsp {

/// Where the rows in flight of a depthwise 3x3 layer's input lie. A plane is one row of one channel, unsigned codes as
/// int16 with the padding beside them; a slot holds the planes of a group of channels. The groups take turns within a
/// row: once a group has been filtered its oldest row is dead, and the next group's new row takes its slot. So stride 1
/// keeps two rows and a slot, instead of three rows; stride 2 keeps one row and a slot, and a slot for the row between,
/// which no other output row reads.
class PlaneRing {
 public:
  explicit PlaneRing(const InvertedResidual& block);

  int32_t groups() const { return groups_; }
  int32_t plane_bytes() const { return plane_bytes_; }
  int32_t input_blocks() const { return input_blocks_; }    ///< Of four input columns.
  int32_t output_blocks() const { return output_blocks_; }  ///< Of four output columns.

  /// Of all slots, and a plane behind them for rows outside the input.
  int32_t Bytes() const { return slots_ * slot_bytes_ + plane_bytes_; }
  int32_t OffsetOf(int32_t row, int32_t group) const;
  int32_t PaddingOffset() const { return slots_ * slot_bytes_; }

 private:
  bool stride_2_;
  int32_t pad_top_;
  int32_t groups_;
  int32_t slots_;
  int32_t input_blocks_;
  int32_t output_blocks_;
  int32_t plane_bytes_;
  int32_t slot_bytes_;
};

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
void ExpandRow(const InvertedResidual& block, const uint32_t* columns, const ChannelConstants* constants, const PlaneRow& to);

/// Takes a group's planes of one row from int8 [width, channels] as it is.
void TransposeRow(const DepthwiseConv2D& conv, const int8_t* row, const PlaneRow& to);

/// Columns of unsigned codes to int8 [width, channels].
void NarrowRow(const uint32_t* columns, int32_t width, int32_t channels, int8_t* output);

}  // namespace tinyclassify::dsp

#endif
