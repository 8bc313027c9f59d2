// The inverse cosine transform of an 8 x 8 block (T.81, A.3.3), in integers.
#ifndef TINYCLASSIFY_IMAGE_JPEG_IDCT_H
#define TINYCLASSIFY_IMAGE_JPEG_IDCT_H

#include <cstddef>
#include <cstdint>

namespace tinyclassify::image {

/// @param coefficients  int16 [8, 8], row = vertical frequency; quantised
/// @param quantization  uint16 [8, 8]
/// @param samples       receives uint8 [8, 8], rows `stride` bytes apart
/// @remarks Within 1 of the exact transform for any coefficients that an encoder can make from 8-bit samples (test).
///          Others wrap around: the samples are then meaningless, but the same on every machine.
void JpegInverseDct(const int16_t* coefficients, const uint16_t* quantization, uint8_t* samples, size_t stride);

}  // namespace tinyclassify::image

#endif
