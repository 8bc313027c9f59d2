#include "resampler.h"

namespace tinyclassify::image {
namespace {

/// v * limit / 255, rounded to nearest. 255 is odd, so there are no ties.
uint32_t Requantize(uint32_t v, uint32_t limit) { return (v * limit + 127) / 255; }

uint32_t DivideRounded(uint64_t numerator, uint64_t denominator) {
  return static_cast<uint32_t>((numerator + denominator / 2) / denominator);
}

/// From one output pixel's place between two source pixels to the next one's. In units of 1 / (2 * output) of a source
/// pixel, output pixel x lies (2x + 1) * source - output right of the first source pixel's centre: `near` counts the
/// whole pixels and `weight` the rest, which is negative before the first centre.
void Advance(uint32_t source, uint32_t total, uint32_t* near, int32_t* weight) {
  *weight += 2 * static_cast<int32_t>(source);
  if (*weight < static_cast<int32_t>(total)) return;
  *weight -= static_cast<int32_t>(total);
  ++*near;
}

}  // namespace

/// The horizontal half of the mean, output pixel after output pixel.
class Resampler::ColumnWalk {
 public:
  /// @param rgb  the row's first sample of which the crop has a part
  ColumnWalk(const Resampler& resampler, const uint8_t* rgb)
      : rgb_(rgb),
        shrink_(resampler.shrink_x_),
        source_(resampler.crop_.width),
        output_(resampler.width_),
        shift_(resampler.shift_),
        sample_(resampler.width_ * resampler.step_),
        left_(sample_ - resampler.crop_.x % resampler.step_ * resampler.width_),
        weight_(static_cast<int32_t>(source_) - static_cast<int32_t>(output_)) {}

  /// @param sum  receives weight * source for red, green and blue, at most 255 * total_x_ < 2^25; without shift_ bits
  void Next(uint32_t* sum) {
    if (shrink_) {
      NextArea(sum);
    } else {
      NextBilinear(sum);
    }
    if (shift_ == 0) return;
    for (int c = 0; c < 3; ++c) sum[c] >>= shift_;
  }

 private:
  void NextArea(uint32_t* sum) {
    const uint8_t* rgb = rgb_;
    const uint32_t sample = sample_;
    uint32_t need = source_, left = left_;
    const uint32_t weight = need < left ? need : left;
    uint32_t r = weight * rgb[0], g = weight * rgb[1], b = weight * rgb[2];
    need -= weight;
    left -= weight;
    if (left == 0) {
      rgb += 3;
      left = sample;
    }
    // Whole samples weigh the same.
    uint32_t whole_r = 0, whole_g = 0, whole_b = 0;
    for (; need >= sample; need -= sample, rgb += 3) {
      whole_r += rgb[0];
      whole_g += rgb[1];
      whole_b += rgb[2];
    }
    if (need > 0) {
      r += need * rgb[0];
      g += need * rgb[1];
      b += need * rgb[2];
      left -= need;
    }
    rgb_ = rgb;
    left_ = left;
    sum[0] = r + sample * whole_r;
    sum[1] = g + sample * whole_g;
    sum[2] = b + sample * whole_b;
  }

  void NextBilinear(uint32_t* sum) {
    const uint32_t far_weight = weight_ < 0 ? 0 : static_cast<uint32_t>(weight_);
    const uint32_t near_weight = 2 * output_ - far_weight;
    const uint8_t* const near = rgb_ + static_cast<size_t>(near_) * 3;
    const uint8_t* const far = near_ + 1 < source_ ? near + 3 : near;
    for (int c = 0; c < 3; ++c) sum[c] = near_weight * near[c] + far_weight * far[c];
    Advance(source_, 2 * output_, &near_, &weight_);
  }

  const uint8_t* rgb_;
  const bool shrink_;
  const uint32_t source_, output_;
  const uint32_t shift_;
  const uint32_t sample_;  // Shrinking: units of a sample, and how many of the one under way are not given away yet.
  uint32_t left_;
  uint32_t near_ = 0;  // Enlarging: as in Advance.
  int32_t weight_;
};

Crop CentreCrop(uint32_t picture_width, uint32_t picture_height, bool bottom_up, uint32_t width, uint32_t height) {
  Crop crop = {0, 0, picture_width, picture_height};
  const uint64_t wide = static_cast<uint64_t>(picture_width) * height;
  const uint64_t tall = static_cast<uint64_t>(picture_height) * width;
  if (wide > tall) {
    crop.width = DivideRounded(tall, height);
    if (crop.width == 0) crop.width = 1;
  } else if (tall > wide) {
    crop.height = DivideRounded(wide, width);
    if (crop.height == 0) crop.height = 1;
  }
  crop.x = (picture_width - crop.width) / 2;
  crop.y = (picture_height - crop.height) / 2;
  if (bottom_up) crop.y = picture_height - crop.height - crop.y;
  return crop;
}

void Resampler::Start(uint32_t picture_width, uint32_t picture_height, Orientation orientation, bool bottom_up, uint32_t step,
                      const tc_image_target& target, void* columns) {
  const bool swap = SwapsAxes(orientation);
  width_ = swap ? target.height : target.width;
  height_ = swap ? target.width : target.height;
  crop_ = CentreCrop(picture_width, picture_height, bottom_up, width_, height_);
  step_ = step;
  shrink_x_ = crop_.width >= width_;
  shrink_y_ = crop_.height >= height_;
  total_x_ = shrink_x_ ? crop_.width : 2 * width_;
  total_y_ = shrink_y_ ? crop_.height : 2 * height_;
  uint64_t total = uint64_t{total_x_} * total_y_;
  for (shift_ = 0; total > kMostTotal; total >>= 1) ++shift_;
  total_ = static_cast<uint32_t>(total);
  row_ = 0;
  near_row_ = 0;
  row_weight_ = static_cast<int32_t>(crop_.height) - static_cast<int32_t>(height_);

  // Two rows of sums: 24 bytes a column.
  previous_ = static_cast<uint32_t*>(columns);
  current_ = previous_ + static_cast<size_t>(width_) * 3;
  sums_ = previous_;
  for (size_t i = 0; i < static_cast<size_t>(width_) * 6; ++i) previous_[i] = 0;

  const UprightSteps steps = StepsOf(orientation, target.width, target.height);
  first_ = bottom_up ? steps.first + static_cast<ptrdiff_t>(height_ - 1) * steps.step_y : steps.first;
  to_right_ = steps.step_x;
  to_lower_ = bottom_up ? -steps.step_y : steps.step_y;
  pixels_ = static_cast<uint8_t*>(target.pixels);
  format_ = target.format;
  table_ = target.table;
}

void Resampler::Row(uint32_t y, const uint8_t* rgb, uint32_t first) {
  if ((y + 1) * step_ <= crop_.y || y * step_ >= crop_.y + crop_.height) return;
  rgb += static_cast<size_t>(crop_.x / step_ - first) * 3;
  if (shrink_y_) {
    ShrinkRow(y, rgb);
  } else {
    EnlargeRow(y - crop_.y, rgb);
  }
}

void Resampler::ShrinkRow(uint32_t y, const uint8_t* rgb) {
  // A row of pixels has height_ units, an output row crop_.height; a row of samples step_ of the former, as far as they lie
  // in the crop.
  const uint32_t crop_end = crop_.y + crop_.height;
  const uint32_t first = y * step_ > crop_.y ? y * step_ : crop_.y;
  const uint32_t last = (y + 1) * step_ < crop_end ? (y + 1) * step_ : crop_end;
  uint64_t at = static_cast<uint64_t>(first - crop_.y) * height_;
  const uint64_t end = static_cast<uint64_t>(last - crop_.y) * height_;
  while (at < end) {
    const uint64_t edge = (static_cast<uint64_t>(row_) + 1) * crop_.height;
    const bool completes = end >= edge;
    const uint32_t here = static_cast<uint32_t>((completes ? edge : end) - at);
    // What reaches into the next output row goes there in the same walk, unless it fills that one too.
    const uint32_t beyond = completes && end - edge < crop_.height ? static_cast<uint32_t>(end - edge) : 0;
    uint32_t* sums = sums_;
    ColumnWalk walk(*this, rgb);
    for (uint32_t x = 0; x < width_; ++x, sums += 3) {
      uint32_t sum[3];
      walk.Next(sum);
      for (int c = 0; c < 3; ++c) sums[c] += here * sum[c];
      if (completes) {
        Put(x, sums);
        for (int c = 0; c < 3; ++c) sums[c] = beyond * sum[c];
      }
    }
    at += here + beyond;
    if (completes) ++row_;
  }
}

void Resampler::EnlargeRow(uint32_t y, const uint8_t* rgb) {
  uint32_t* const swap = previous_;
  previous_ = current_;
  current_ = swap;
  ColumnWalk walk(*this, rgb);
  for (uint32_t x = 0; x < width_; ++x) walk.Next(current_ + static_cast<size_t>(x) * 3);

  const uint32_t last = crop_.height - 1;
  while (row_ < height_) {
    const uint32_t far = near_row_ < last ? near_row_ + 1 : last;
    if (far > y) break;
    const uint32_t* const near_sums = near_row_ == y ? current_ : previous_;
    const uint32_t far_weight = row_weight_ < 0 ? 0 : static_cast<uint32_t>(row_weight_);
    for (size_t x = 0; x < width_; ++x) {
      uint32_t sum[3];
      for (size_t c = 0; c < 3; ++c) sum[c] = (total_y_ - far_weight) * near_sums[x * 3 + c] + far_weight * current_[x * 3 + c];
      Put(static_cast<uint32_t>(x), sum);
    }
    ++row_;
    Advance(crop_.height, total_y_, &near_row_, &row_weight_);
  }
}

void Resampler::StartSpread(uint32_t* plane) {
  sums_ = plane;
  for (size_t i = 0; i < static_cast<size_t>(width_) * height_ * 3; ++i) plane[i] = 0;
}

void Resampler::Spread(uint32_t y, uint32_t x, uint32_t step, uint32_t count, const uint8_t* rgb) {
  if (y - crop_.y >= crop_.height) return;
  // As the rows: a pixel has height_ x width_ units, an output pixel crop_.height x crop_.width, so it touches four at most.
  const uint32_t at_y = (y - crop_.y) * height_;
  const uint32_t row = at_y / crop_.height, to_edge_y = (row + 1) * crop_.height - at_y;
  const uint32_t upper = to_edge_y < height_ ? to_edge_y : height_;
  for (; count > 0; --count, x += step, rgb += 3) {
    if (x - crop_.x >= crop_.width) continue;
    const uint32_t at_x = (x - crop_.x) * width_;
    const uint32_t column = at_x / crop_.width, to_edge_x = (column + 1) * crop_.width - at_x;
    const uint32_t left = to_edge_x < width_ ? to_edge_x : width_;
    uint32_t* sums = sums_ + (static_cast<size_t>(row) * width_ + column) * 3;
    for (uint32_t tall = upper, below = height_ - upper;; tall = below, below = 0, sums += static_cast<size_t>(width_) * 3) {
      for (int c = 0; c < 3; ++c) sums[c] += tall * left * rgb[c];
      if (left < width_) {
        for (int c = 0; c < 3; ++c) sums[3 + c] += tall * (width_ - left) * rgb[c];
      }
      if (below == 0) break;
    }
  }
}

void Resampler::FinishSpread() {
  const uint32_t* sums = sums_;
  for (; row_ < height_; ++row_) {
    for (uint32_t x = 0; x < width_; ++x, sums += 3) Put(x, sums);
  }
}

void Resampler::Put(uint32_t x, const uint32_t* sums) {
  uint32_t rgb[3];
  for (int c = 0; c < 3; ++c) rgb[c] = (sums[c] + total_ / 2) / total_;
  const ptrdiff_t index = first_ + static_cast<ptrdiff_t>(x) * to_right_ + static_cast<ptrdiff_t>(row_) * to_lower_;
  if (format_ == TC_PIXELS_RGB565) {
    const uint32_t pixel = Requantize(rgb[0], 31) << 11 | Requantize(rgb[1], 63) << 5 | Requantize(rgb[2], 31);
    reinterpret_cast<uint16_t*>(pixels_)[index] = static_cast<uint16_t>(pixel);
    return;
  }
  ptrdiff_t channels = 3;
  if (format_ == TC_PIXELS_GREY_INT8) {
    channels = 1;
    rgb[0] = (19595 * rgb[0] + 38470 * rgb[1] + 7471 * rgb[2] + 32768) >> 16;
  }
  uint8_t* const pixel = pixels_ + index * channels;
  if (table_ != nullptr) {
    for (ptrdiff_t c = 0; c < channels; ++c) pixel[c] = static_cast<uint8_t>(table_[256 * c + static_cast<ptrdiff_t>(rgb[c])]);
    return;
  }
  const uint32_t flip = format_ == TC_PIXELS_RGB888 ? 0 : 0x80;  // p - 128 in two's complement is p with its top bit turned.
  for (ptrdiff_t c = 0; c < channels; ++c) pixel[c] = static_cast<uint8_t>(rgb[c] ^ flip);
}

}  // namespace tinyclassify::image

void tc_image_fit(const uint8_t* rgb, uint32_t width, uint32_t height, const tc_image_target* target, void* columns) {
  using namespace tinyclassify::image;
  Resampler resampler;
  resampler.Start(width, height, Orientation::kTopLeft, false, 1, *target, columns);
  for (uint32_t y = 0; y < height; ++y) resampler.Row(y, rgb + static_cast<size_t>(y) * width * 3, 0);
}
