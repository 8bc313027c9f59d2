#ifndef TINYCLASSIFY_ENGINE_KERNELS_DSP_PLANE_RING_H
#define TINYCLASSIFY_ENGINE_KERNELS_DSP_PLANE_RING_H

#include <stdint.h>

#include "engine/kernels/depthwise_conv_2d.h"

namespace tinyclassify::dsp {

/// Where the rows in flight of a depthwise 3x3 layer's input lie. A plane is one row of one channel, unsigned codes as
/// int16 with the padding beside them; a slot holds the planes of a group of channels. The groups take turns within a
/// row: once a group has been filtered its oldest row is dead, and the next group's new row takes its slot. So stride 1
/// keeps two rows and a slot, instead of three rows; stride 2 keeps one row and a slot, and a slot for the row between,
/// which no other output row reads.
class PlaneRing {
 public:
  explicit PlaneRing(const DepthwiseConv2D& conv);

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

}  // namespace tinyclassify::dsp

#endif
