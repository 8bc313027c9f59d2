#include "canvas.h"

namespace tinyclassify::image {
namespace {

constexpr uint32_t kMostReduction = 3;
constexpr uint32_t kPreviewSide = 240;  // Of the board's screen.

/// Makes the range contain the crop; an empty range has end 0.
void Include(const Crop& crop, Canvas::Range* range) {
  const bool empty = range->end_x == 0;
  if (empty || crop.x < range->first_x) range->first_x = crop.x;
  if (empty || crop.y < range->first_y) range->first_y = crop.y;
  if (crop.x + crop.width > range->end_x) range->end_x = crop.x + crop.width;
  if (crop.y + crop.height > range->end_y) range->end_y = crop.y + crop.height;
}

}  // namespace

Crop Canvas::CropOf(const tc_image_target& target) const {
  const bool swap = SwapsAxes(orientation_);
  return CentreCrop(width_, height_, bottom_up_, swap ? target.height : target.width, swap ? target.width : target.height);
}

void Canvas::Place(uint32_t width, uint32_t height, Orientation orientation, bool bottom_up) {
  width_ = width;
  height_ = height;
  orientation_ = orientation;
  bottom_up_ = bottom_up;
  shown_ = {};
  for (uint32_t i = 0; i < count_; ++i) Include(CropOf(targets_[i]), &shown_);
}

Canvas::Range Canvas::shown_with_preview() const {
  Range range = shown_;
  Include(CropOf({nullptr, kPreviewSide, kPreviewSide, TC_PIXELS_RGB565}), &range);
  return range;
}

uint32_t Canvas::Reduction() const {
  uint32_t side = kPreviewSide;
  for (uint32_t i = 0; i < count_; ++i) side = LongerSide(targets_[i]) > side ? LongerSide(targets_[i]) : side;
  const uint32_t shorter = width_ < height_ ? width_ : height_;
  uint32_t reduction = 0;
  while (reduction < kMostReduction && shorter >> (reduction + 2) >= side) ++reduction;
  return reduction;
}

uint64_t Canvas::SpreadBytes() const {
  uint64_t bytes = 0;
  for (uint32_t i = 0; i < count_; ++i) {
    const Crop crop = CropOf(targets_[i]);
    const bool swap = SwapsAxes(orientation_);
    const uint32_t width = swap ? targets_[i].height : targets_[i].width, height = swap ? targets_[i].width : targets_[i].height;
    if (crop.width < width || crop.height < height || uint64_t{crop.width} * crop.height > Resampler::kMostTotal)
      return UINT64_MAX;
    bytes += uint64_t{width} * height * sizeof(uint32_t[3]);
  }
  return bytes;
}

void Canvas::StartSpread(uint32_t* memory) {
  for (uint32_t i = 0; i < count_; ++i) {
    resamplers_[i].StartSpread(memory);
    memory += static_cast<size_t>(targets_[i].width) * targets_[i].height * 3;
  }
}

void Canvas::Start(uint32_t reduction) {
  // Where an output pixel is smaller than a sample, the samples are taken for pixels.
  bool exact = true;
  for (uint32_t i = 0; i < count_; ++i) {
    const Crop crop = CropOf(targets_[i]);
    const bool swap = SwapsAxes(orientation_);
    exact = exact && crop.width >> reduction >= (swap ? targets_[i].height : targets_[i].width) &&
            crop.height >> reduction >= (swap ? targets_[i].width : targets_[i].height);
  }
  const uint32_t step = exact ? 1u << reduction : 1;
  const uint32_t round = exact ? 0 : (1u << reduction) - 1;
  const uint32_t shift = exact ? 0 : reduction;
  wanted_ = {};
  uint64_t* columns = columns_;
  for (uint32_t i = 0; i < count_; ++i) {
    resamplers_[i].Start((width_ + round) >> shift, (height_ + round) >> shift, orientation_, bottom_up_, step, targets_[i],
                         columns);
    columns += static_cast<size_t>(LongerSide(targets_[i])) * (TC_IMAGE_BYTES_PER_COLUMN / sizeof(uint64_t));
    Include(resamplers_[i].crop(), &wanted_);
  }
  wanted_.first_x /= step;
  wanted_.first_y /= step;
  wanted_.end_x = (wanted_.end_x + step - 1) / step;
  wanted_.end_y = (wanted_.end_y + step - 1) / step;
}

}  // namespace tinyclassify::image
