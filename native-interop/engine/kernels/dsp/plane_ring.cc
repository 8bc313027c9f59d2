#include "engine/kernels/dsp/plane_ring.h"

#include "engine/kernels/dsp/columns.h"
#include "engine/kernels/dsp/depthwise_row.h"

namespace tinyclassify::dsp {

PlaneRing::PlaneRing(const DepthwiseConv2D& conv)
    : stride_2_(conv.window.stride_height == 2),
      pad_top_(conv.window.pad_top),
      groups_((conv.input_channels + conv.group - 1) / conv.group),
      slots_(stride_2_ ? groups_ + 2 : 2 * groups_ + 1),
      input_blocks_((conv.window.input_width + kPixels - 1) / kPixels),
      output_blocks_((conv.window.output_width + kPixels - 1) / kPixels) {
  // What the outputs read, whole blocks of them, and the word behind; what an expansion writes, whole blocks, too.
  const int32_t read = DepthwiseReadBytes(output_blocks_, conv.window.stride_width) + 4;
  const int32_t written = (2 * (conv.window.pad_left + kPixels * input_blocks_) + 3) / 4 * 4;
  plane_bytes_ = read > written ? read : written;
  slot_bytes_ = conv.group * plane_bytes_;
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

}  // namespace tinyclassify::dsp
