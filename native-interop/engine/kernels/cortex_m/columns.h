#ifndef TINYCLASSIFY_ENGINE_KERNELS_DSP_COLUMNS_H
#define TINYCLASSIFY_ENGINE_KERNELS_DSP_COLUMNS_H

#include <stdint.h>

#include "engine/kernels/plain.h"

namespace tinyclassify::dsp {

/// Output pixels that a convolution computes together.
constexpr int32_t kPixels = 4;

/// The inputs of kPixels output pixels, widened to int16 with the zero point taken off, so that padding is 0:
///   for each block of 4 taps, for each pixel: (tap 0, tap 2), (tap 1, tap 3)
/// which is the order in which SXTB16 widens the 4 weights of the block. The last block is filled up with zeros.
struct ColumnShape {
  const Window& window;
  int32_t channels;
  int32_t input_zero_point;

  int32_t Taps() const { return window.kernel_height * window.kernel_width * channels; }
};

constexpr int32_t kBlockWords = 2 * kPixels;

inline uint32_t ColumnBytes(int32_t taps) { return static_cast<uint32_t>((taps + 3) / 4 * kBlockWords * 4); }

/// Writes the column of output pixel (y, x) as pixel number `pixel` of the block.
/// @param patch  scratch for taps + 3 bytes, used where the channels are no multiple of 4
void WriteColumn(const ColumnShape& shape, const int8_t* input, int32_t y, int32_t x, int32_t pixel, int8_t* patch,
                 uint32_t* columns);

}  // namespace tinyclassify::dsp

#endif
