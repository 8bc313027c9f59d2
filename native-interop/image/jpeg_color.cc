#include "jpeg_color.h"

namespace tinyclassify::image {
namespace {

/// 4 * the value on the output row's height: 3 * near + far.
uint32_t Blend(const JpegUpsampling& from, uint32_t x) {
  return from.ratio_y == 2 ? 3u * from.near[x] + from.far[x] : 4u * from.near[x];
}

uint8_t Clamp(int32_t value) { return static_cast<uint8_t>(value < 0 ? 0 : value > 255 ? 255 : value); }

void YccToRgb(const uint8_t* y, const uint8_t* cb, const uint8_t* cr, uint32_t count, uint8_t* rgb) {
  // 1.402, 0.344136, 0.714136 and 1.772 times 2^16. |sums| < 2^25.
  constexpr int32_t kRedOfCr = 91881, kGreenOfCb = 22554, kGreenOfCr = 46802, kBlueOfCb = 116130;
  constexpr int32_t kHalf = 1 << 15;
  for (uint32_t i = 0; i < count; ++i, rgb += 3) {
    const int32_t blue = cb[i] - 128, red = cr[i] - 128, luma = (y[i] << 16) + kHalf;
    const int32_t r = (luma + kRedOfCr * red) >> 16;
    const int32_t g = (luma - kGreenOfCb * blue - kGreenOfCr * red) >> 16;
    const int32_t b = (luma + kBlueOfCb * blue) >> 16;
    rgb[0] = Clamp(r);
    rgb[1] = Clamp(g);
    rgb[2] = Clamp(b);
  }
}

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

void JpegToRgb(JpegColor color, const uint8_t* const* rows, uint32_t count, uint8_t* rgb) {
  const bool ycc = color == JpegColor::kYcc || color == JpegColor::kYcck;
  if (ycc) YccToRgb(rows[0], rows[1], rows[2], count, rgb);
  for (uint32_t c = 0; c < 3 && !ycc; ++c) {
    const uint8_t* const row = rows[color == JpegColor::kGrey ? 0 : c];
    for (uint32_t i = 0; i < count; ++i) rgb[i * 3 + c] = row[i];
  }
  if (color != JpegColor::kCmyk && color != JpegColor::kYcck) return;
  // Of YCCK come red, green and blue that the inks are the complements of, and these are stored as complements.
  const uint32_t flip = color == JpegColor::kYcck ? 255 : 0;
  for (uint32_t i = 0; i < count * 3; ++i) rgb[i] = static_cast<uint8_t>(((rgb[i] ^ flip) * rows[3][i / 3] + 127) / 255);
}

}  // namespace tinyclassify::image
