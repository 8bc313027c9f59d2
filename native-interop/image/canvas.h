// The one or two outputs of a decode, fed with the stored picture's rows.
#ifndef TINYCLASSIFY_IMAGE_CANVAS_H
#define TINYCLASSIFY_IMAGE_CANVAS_H

#include "resampler.h"
#include "workspace.h"

namespace tinyclassify::image {

class Canvas {
 public:
  Canvas(const tc_image_target* targets, uint32_t target_count) : targets_(targets), count_(target_count) {}

  /// Columns that the outputs sum up in, and take workspace for.
  uint32_t columns() const {
    uint32_t columns = 0;
    for (uint32_t i = 0; i < count_; ++i) columns += ColumnsOf(targets_[i]);
    return columns;
  }

  void Allocate(uint32_t columns, Workspace* workspace) {
    columns_ =
        workspace->Take<uint64_t>(static_cast<uint64_t>(columns) * (TC_IMAGE_BYTES_PER_COLUMN / sizeof(uint64_t)));
  }

  /// Call after Allocate, once the picture's size is known.
  /// @param bottom_up  the picture's last row will come first
  void Start(uint32_t picture_width, uint32_t picture_height, Orientation orientation, bool bottom_up) {
    uint64_t* columns = columns_;
    for (uint32_t i = 0; i < count_; ++i) {
      Resampler& resampler = resamplers_[i];
      resampler.Start(picture_width, picture_height, orientation, bottom_up, targets_[i], columns);
      columns += static_cast<size_t>(ColumnsOf(targets_[i])) * (TC_IMAGE_BYTES_PER_COLUMN / sizeof(uint64_t));
      const Crop& crop = resampler.crop();
      if (i == 0) {
        first_x_ = crop.x, end_x_ = crop.x + crop.width, first_y_ = crop.y, end_y_ = crop.y + crop.height;
        continue;
      }
      if (crop.x < first_x_) first_x_ = crop.x;
      if (crop.y < first_y_) first_y_ = crop.y;
      if (crop.x + crop.width > end_x_) end_x_ = crop.x + crop.width;
      if (crop.y + crop.height > end_y_) end_y_ = crop.y + crop.height;
    }
  }

  /// Which part of the stored picture any output shows: [first, end). Pixels outside need not be computed.
  uint32_t first_x() const { return first_x_; }
  uint32_t end_x() const { return end_x_; }
  uint32_t first_y() const { return first_y_; }
  uint32_t end_y() const { return end_y_; }

  /// @param rgb  uint8 [picture_width, 3]
  void Row(uint32_t y, const uint8_t* rgb) {
    for (uint32_t i = 0; i < count_; ++i) resamplers_[i].Row(y, rgb);
  }

 private:
  /// The longer side: a picture lying on its side swaps them.
  static uint32_t ColumnsOf(const tc_image_target& target) {
    return target.width > target.height ? target.width : target.height;
  }

  const tc_image_target* targets_;
  uint32_t count_;
  uint64_t* columns_ = nullptr;
  Resampler resamplers_[TC_IMAGE_MAX_TARGETS];
  uint32_t first_x_ = 0, end_x_ = 0, first_y_ = 0, end_y_ = 0;
};

}  // namespace tinyclassify::image

#endif
