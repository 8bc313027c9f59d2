// The inverse cosine transform of an 8 x 8 block (T.81, A.3.3), in integers, at full size or reduced.
#ifndef TINYCLASSIFY_IMAGE_JPEG_IDCT_H
#define TINYCLASSIFY_IMAGE_JPEG_IDCT_H

#include <cstddef>
#include <cstdint>

namespace tinyclassify::image {

/// What the coefficients of a block are multiplied with.
union JpegSteps {
  uint16_t quantization[64];  ///< [8, 8]
  int32_t weights[64];        ///< Where both axes are reduced: [8, 8], with the share of each frequency in the means.
};

/// @param quantization  uint16 [8, 8]
void SetJpegSteps(const uint16_t* quantization, uint32_t columns, uint32_t rows, JpegSteps* steps);

/// @param coefficients  int16 [8, 8], row = vertical frequency; quantised
/// @param steps         set for so many columns and rows
/// @param reach         rows and columns of coefficients beyond that are zero, 0 .. 7
/// @param columns       samples of a row, 1, 2, 4 or 8; where there are fewer than 8, each is the mean of as many more
/// @param rows          likewise
/// @param samples       receives uint8 [rows, columns], rows `stride` bytes apart
/// @remarks The means are exact, not approximations by the lowest coefficients: a mean of neighbours folds the high
///          frequencies back onto the low ones. Within 1 of the exact transform for any coefficients that an encoder can make
///          from 8-bit samples (test). Others wrap around: the samples are then meaningless, but the same on every machine.
void JpegInverseDct(const int16_t* coefficients, const JpegSteps& steps, uint32_t reach, uint32_t columns, uint32_t rows,
                    uint8_t* samples, size_t stride);

/// The same to 2 x 2 samples, as most blocks of a photograph of many megapixels come.
void JpegInverseDctTo2x2(const int16_t* coefficients, const JpegSteps& steps, uint32_t reach, uint8_t* samples, size_t stride);

}  // namespace tinyclassify::image

#endif
