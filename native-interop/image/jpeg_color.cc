#include "jpeg_color.h"

namespace tinyclassify::image {
namespace {

/// 4 * the value on the output row's height: 3 * near + far.
uint32_t Blend(const JpegUpsampling& from, uint32_t x) {
  return from.ratio_y == 2 ? 3u * from.near[x] + from.far[x] : 4u * from.near[x];
}

uint8_t Clamp(int32_t value) { return static_cast<uint8_t>(value < 0 ? 0 : value > 255 ? 255 : value); }

}  // namespace

const uint8_t* JpegUpsample(const JpegUpsampling& from, uint32_t first, uint32_t end, uint8_t* row) {
  if (from.ratio_x == 1 && from.ratio_y != 2) return from.near;
  const uint32_t first_sample = first / from.ratio_x;
  const uint32_t end_sample = (end - 1) / from.ratio_x + 1;
  if (from.ratio_x == 1) {
    for (uint32_t x = first_sample; x < end_sample; ++x) row[x] = static_cast<uint8_t>((Blend(from, x) + 2) / 4);
    return row;
  }
  if (from.ratio_x == 2) {
    uint32_t here = Blend(from, first_sample);
    uint32_t left = first_sample > 0 ? Blend(from, first_sample - 1) : here;
    for (uint32_t x = first_sample; x < end_sample; ++x) {
      const uint32_t right = x + 1 < from.width ? Blend(from, x + 1) : here;
      row[x * 2] = static_cast<uint8_t>((3 * here + left + 8) / 16);
      row[x * 2 + 1] = static_cast<uint8_t>((3 * here + right + 8) / 16);
      left = here;
      here = right;
    }
    return row;
  }
  for (uint32_t x = first_sample; x < end_sample; ++x) {
    const uint8_t sample = static_cast<uint8_t>((Blend(from, x) + 2) / 4);
    for (uint32_t i = 0; i < from.ratio_x; ++i) row[x * from.ratio_x + i] = sample;
  }
  return row;
}

void JpegYccToRgb(const uint8_t* y, const uint8_t* cb, const uint8_t* cr, uint32_t count, uint8_t* rgb) {
  // 1.402, 0.344136, 0.714136 and 1.772 times 2^16. |sums| < 2^25.
  constexpr int32_t kRedOfCr = 91881, kGreenOfCb = 22554, kGreenOfCr = 46802, kBlueOfCb = 116130;
  constexpr int32_t kHalf = 1 << 15;
  for (uint32_t i = 0; i < count; ++i, rgb += 3) {
    const int32_t blue = cb[i] - 128, red = cr[i] - 128;
    rgb[0] = Clamp(y[i] + ((kRedOfCr * red + kHalf) >> 16));
    rgb[1] = Clamp(y[i] + ((kHalf - kGreenOfCb * blue - kGreenOfCr * red) >> 16));
    rgb[2] = Clamp(y[i] + ((kBlueOfCb * blue + kHalf) >> 16));
  }
}

}  // namespace tinyclassify::image
