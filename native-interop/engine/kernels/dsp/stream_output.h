#ifndef TINYCLASSIFY_ENGINE_KERNELS_DSP_STREAM_OUTPUT_H
#define TINYCLASSIFY_ENGINE_KERNELS_DSP_STREAM_OUTPUT_H

#include <stdint.h>

#include "engine/kernels/conv_2d.h"
#include "engine/kernels/depthwise_conv_2d.h"
#include "engine/kernels/dsp/multiply_channels.h"

namespace tinyclassify::dsp {

/// Columns of unsigned codes to int8 [width, channels].
void NarrowRow(const uint32_t* columns, int32_t width, int32_t channels, int8_t* output);

}  // namespace tinyclassify::dsp

#endif
