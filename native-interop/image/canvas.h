// The one or two outputs of a decode, fed with the stored picture's rows.
#ifndef TINYCLASSIFY_IMAGE_CANVAS_H
#define TINYCLASSIFY_IMAGE_CANVAS_H

#include "common/block_allocator.h"
#include "resampler.h"

namespace tinyclassify::image {

class Canvas {
 public:
  Canvas(const tc_image_target* targets, uint32_t target_count) : targets_(targets), count_(target_count) {}

  /// Columns that the outputs sum up in, and take workspace for.
  uint32_t columns() const {
    uint32_t columns = 0;
    for (uint32_t i = 0; i < count_; ++i) columns += LongerSide(targets_[i]);
    return columns;
  }

  void Allocate(uint32_t columns, BlockAllocator* workspace) {
    columns_ = workspace->Take<uint64_t>(static_cast<uint64_t>(columns) * (TC_IMAGE_BYTES_PER_COLUMN / sizeof(uint64_t)));
  }

  /// Says how large the stored picture is and how it lies.
  /// @param bottom_up  its last row will come first
  void Place(uint32_t width, uint32_t height, Orientation orientation, bool bottom_up);

  /// Which part of the picture any output shows, pixels: [first, end). What is outside need not be computed.
  struct Range {
    uint32_t first_x, end_x, first_y, end_y;
  };
  const Range& shown() const { return shown_; }
  /// The same with the board's preview, whether that is an output or not.
  Range shown_with_preview() const;

  /// How much smaller the picture may come: the means of 1, 2, 4 or 8 pixels squared instead of the pixels, so that an output
  /// pixel still covers two of them along each axis. The board's preview counts whether one is asked for or not: the model must
  /// see the same pixels everywhere.
  /// @return the binary logarithm
  uint32_t Reduction() const;

  /// Call after Allocate and Place.
  /// @param reduction  samples that will come are the means of 2^reduction pixels squared
  void Start(uint32_t reduction);

  /// As `shown`, in samples, after Start.
  const Range& wanted() const { return wanted_; }

  /// @param y      row of samples
  /// @param rgb    uint8 [columns, 3]
  /// @param first  column of samples that `rgb` begins with
  void Row(uint32_t y, const uint8_t* rgb, uint32_t first = 0) {
    for (uint32_t i = 0; i < count_; ++i) resamplers_[i].Row(y, rgb, first);
  }

  /// Memory for pixels that come in any order instead of row by row. Call after Place.
  /// @return bytes; UINT64_MAX where an output is enlarged or its sums do not fit
  uint64_t SpreadBytes() const;

  /// Call after Start. Then Spread takes all pixels of the picture, once each, in place of Row, and FinishSpread ends it.
  /// @param memory  SpreadBytes()
  void StartSpread(uint32_t* memory);

  /// As Resampler::Spread.
  void Spread(uint32_t y, uint32_t x, uint32_t step, uint32_t count, const uint8_t* rgb) {
    for (uint32_t i = 0; i < count_; ++i) resamplers_[i].Spread(y, x, step, count, rgb);
  }
  void FinishSpread() {
    for (uint32_t i = 0; i < count_; ++i) resamplers_[i].FinishSpread();
  }

 private:
  static uint32_t LongerSide(const tc_image_target& target) {
    return target.width > target.height ? target.width : target.height;
  }
  Crop CropOf(const tc_image_target& target) const;

  const tc_image_target* targets_;
  uint32_t count_;
  uint64_t* columns_ = nullptr;
  Resampler resamplers_[TC_IMAGE_MAX_TARGETS];
  uint32_t width_ = 0, height_ = 0;
  Orientation orientation_ = Orientation::kTopLeft;
  bool bottom_up_ = false;
  Range shown_ = {}, wanted_ = {};
};

}  // namespace tinyclassify::image

#endif
