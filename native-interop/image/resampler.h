// Crops and resizes one output while rows of the picture come in, top to bottom.
#ifndef TINYCLASSIFY_IMAGE_RESAMPLER_H
#define TINYCLASSIFY_IMAGE_RESAMPLER_H

#include <cstddef>
#include <cstdint>

#include "image.h"
#include "orientation.h"

namespace tinyclassify::image {

/// A rectangle of the stored picture, pixels.
struct Crop {
  uint32_t x, y, width, height;
};

/// The largest centred rectangle of the proportions width : height; at least one pixel. An odd pixel more is on the right
/// and below.
/// @param bottom_up  the picture's last row is stored first
Crop CentreCrop(uint32_t picture_width, uint32_t picture_height, bool bottom_up, uint32_t width, uint32_t height);

/// Along each axis an output pixel is a weighted mean of source pixels, with integer weights that add up to `total`:
/// - shrinking (source >= output): area. In units of 1/output of a source pixel, the output pixel covers `source`
///   units and a source pixel `output` units; the weight is the overlap; total = source.
/// - enlarging: bilinear between the two nearest pixel centres; total = 2 * output.
/// Both give the source itself when the sizes are equal. The two axes' totals multiply, and the mean is rounded once,
/// half up, so the result does not depend on the order of the sums. Where they multiply to more than kMostTotal, the lowest
/// bits of a row's sums are left out: less than 0.01 of 255.
class Resampler {
 public:
  /// @param target       output, in the picture's upright orientation
  /// @param orientation  of the picture
  /// @param bottom_up    its last row will come first
  /// @param step         samples that will come are the means of step x step pixels, and count as far as these lie in the crop;
  ///                     1 where the output is larger than the crop
  /// @param columns      TC_IMAGE_BYTES_PER_COLUMN * (target.width and target.height, the larger) bytes, 8-byte aligned
  void Start(uint32_t picture_width, uint32_t picture_height, Orientation orientation, bool bottom_up, uint32_t step,
             const tc_image_target& target, void* columns);

  const Crop& crop() const { return crop_; }

  /// @param y      row of samples as it comes; each row of the crop comes once, in order
  /// @param rgb    uint8 [columns, 3]; only columns of the crop are read
  /// @param first  which column of the picture's samples `rgb` begins with
  void Row(uint32_t y, const uint8_t* rgb, uint32_t first);

  /// In place of rows, where the crop has kMostTotal pixels at most, and the output no more along either axis: the picture's
  /// pixels in any order.
  /// @param plane  uint32 [height, width, 3]
  void StartSpread(uint32_t* plane);

  /// @param x     of the first pixel
  /// @param step  from one to the next
  /// @param rgb   uint8 [count, 3]
  void Spread(uint32_t y, uint32_t x, uint32_t step, uint32_t count, const uint8_t* rgb);

  /// All pixels have come.
  void FinishSpread();

  /// Of which sums fit into 32 bits: 255 * total + total / 2.
  static constexpr uint32_t kMostTotal = UINT32_MAX / 256;

 private:
  class ColumnWalk;

  void ShrinkRow(uint32_t y, const uint8_t* rgb);
  void EnlargeRow(uint32_t y, const uint8_t* rgb);
  void Put(uint32_t x, const uint32_t* sums);

  Crop crop_;
  uint32_t width_, height_;     // Of the output as the rows come: not yet upright.
  uint32_t total_x_, total_y_;  // Sums of weights.
  uint32_t step_;               // Pixels a sample stands for, along each axis.
  bool shrink_x_, shrink_y_;
  uint32_t shift_;     // Bits of a row's sums that are left out.
  uint32_t total_;     // total_x_ * total_y_, without as many.
  uint32_t row_;       // Next output row.
  uint32_t near_row_;  // Enlarging: the next output row's place, as in Advance.
  int32_t row_weight_;
  uint32_t* previous_;  // Enlarging: [width_, 3] weighted sums of the row before, and of this one.
  uint32_t* current_;
  uint32_t* sums_;  // Shrinking: [width_, 3]; of StartSpread: [height_, width_, 3].
  uint8_t* pixels_;
  tc_pixel_format format_;
  const int8_t* table_;
  ptrdiff_t first_, to_right_, to_lower_;  // Where output pixel (x, y) goes: first_ + x * to_right_ + y * to_lower_.
};

}  // namespace tinyclassify::image

#endif
