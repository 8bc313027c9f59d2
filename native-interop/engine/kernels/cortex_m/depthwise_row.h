#ifndef TINYCLASSIFY_ENGINE_KERNELS_DSP_DEPTHWISE_ROW_H
#define TINYCLASSIFY_ENGINE_KERNELS_DSP_DEPTHWISE_ROW_H

#include <stdint.h>

#include "engine/kernels/cortex_m/fast_requantization.h"
#include "engine/kernels/plain.h"

namespace tinyclassify::dsp {

/// What one channel of a depthwise 3x3 layer needs, in the order in which the inner loop loads it. Weights and bias are
/// doubled, so that the sums come out doubled, as ChannelScale wants them: 2 * 127 fits int16.
struct DepthwiseChannel {
  ChannelScale scale;
  uint32_t weights[6];    ///< For each kernel row (w0, w1) and (w1, w2).
  int32_t doubled_bias;   ///< Less the share of the inputs' unsigned zero point.
  int32_t output_offset;  ///< Bytes from the columns' start to the channel at pixel 0.
};

/// The constants of `count` channels from `first` on.
void FillDepthwiseChannels(const DepthwiseConv2D& conv, int32_t first, int32_t count, DepthwiseChannel* channels);

/// One output row of some channels. Inputs are planes: unsigned codes as int16, columns side by side, padding included,
/// 4-byte aligned. Outputs are columns (see ColumnShape) of unsigned codes, for the 1x1 convolution behind. Field order
/// is the assembly's.
struct DepthwiseRowJob {
  int32_t row_steps[3];  ///< Bytes from the end of what a channel reads of a row to the next channel's; 0 takes it again.
  const DepthwiseChannel* channel_end;
  void* columns;
  int32_t columns_bytes;  ///< Of the whole row.
  int32_t block_bytes;    ///< Of the columns of four pixels.
  const DepthwiseChannel* channel;
  const int16_t* rows[3];  ///< Of the first channel.
};

/// @param stride  1 or 2
void ComputeDepthwiseRow(const DepthwiseRowJob& job, int32_t stride);

/// Bytes that a channel reads of a plane for `blocks` blocks of four outputs, but for the one word behind them.
constexpr int32_t DepthwiseReadBytes(int32_t blocks, int32_t stride) { return 8 * stride * blocks; }

}  // namespace tinyclassify::dsp

#endif
