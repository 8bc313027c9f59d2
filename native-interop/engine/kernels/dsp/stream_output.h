#ifndef TINYCLASSIFY_ENGINE_KERNELS_DSP_STREAM_OUTPUT_H
#define TINYCLASSIFY_ENGINE_KERNELS_DSP_STREAM_OUTPUT_H

#include <stdint.h>

#include "engine/kernels/conv_2d.h"
#include "engine/kernels/depthwise_conv_2d.h"
#include "engine/kernels/dsp/multiply_channels.h"

namespace tinyclassify::dsp {

/// Applies a fused activation that is narrower than int8 to a row of columns of unsigned codes.
void ClampColumns(const DepthwiseConv2D& conv, int32_t blocks, uint32_t* columns);

/// A row of a 1x1 convolution over columns of unsigned codes, and its ADD.
/// @param other  the ADD's other input at the row; ignored without an ADD
/// @param codes  scratch, int8 [kPixels, output_channels], with an ADD
void ProjectRow(const Conv2D& conv, const uint32_t* columns, const ChannelConstants* constants, const int8_t* other,
                int8_t* codes, int8_t* output);

/// Columns of unsigned codes to int8 [width, channels].
void NarrowRow(const uint32_t* columns, int32_t width, int32_t channels, int8_t* output);

/// The constants of a 1x1 convolution over doubled columns.
void FillExpansionChannels(const Conv2D& conv, int32_t first, int32_t count, ChannelConstants* channels);

/// The constants of a 1x1 convolution over unsigned codes.
void FillProjectionChannels(const Conv2D& conv, int32_t input_zero_point, ChannelConstants* channels);

}  // namespace tinyclassify::dsp

#endif
