#ifndef TINYCLASSIFY_ENGINE_KERNELS_CONV_2D_H
#define TINYCLASSIFY_ENGINE_KERNELS_CONV_2D_H

#include <stdint.h>

#include "engine/buffers.h"
#include "engine/kernels/add.h"
#include "engine/kernels/requantization.h"
#include "engine/kernels/window.h"

namespace tinyclassify {

/// CONV_2D, int8, and FULLY_CONNECTED, whose inputs are the channels of one pixel. acc[y, x, o] = bias[o] + sum over
/// taps and channels of (input - input_zero_point) * weight.
struct Conv2D {
  Window window;
  int32_t input_channels = 1;
  int32_t output_channels = 1;
  int32_t input_zero_point = 0;     ///< [-128, 127]. Padding counts as this value, so it adds nothing.
  const int8_t* weights = nullptr;  ///< [output_channels, kernel_height, kernel_width, input_channels], any alignment.
  const int32_t* bias = nullptr;    ///< [output_channels], 4-byte aligned, or null for none.
  Requantization requantization;
  /// ADD that follows at once, taken into the convolution: buffers.second_input is its other input, buffers.output its
  /// output, and the convolution's own output is never stored. Null for none; the plain kernel takes none.
  const Add* add = nullptr;
  bool adds_to_second = false;  ///< The convolution is the ADD's second input.
  bool keeps_constants = true;  ///< All channels' constants stand in scratch, rather than a few at a time.
};

/// The plain kernel: it defines what every faster one must give.
/// buffers.input int8 [input_height, input_width, input_channels]; buffers.output int8 [output_height, output_width,
/// output_channels]; no scratch; the two must not overlap.
void Conv2DReference(const Conv2D& conv, const Buffers& buffers);

/// The same of the odd channels alone; the others' codes stay.
void Conv2DOddChannels(const Conv2D& conv, const Buffers& buffers);

}  // namespace tinyclassify

#endif
