#include "jpeg_idct.h"

namespace tinyclassify::image {
namespace {

// cos(k * pi / 16) * 2^13. One-dimensional: x[n] = 1/2 * sum over k of X[k] * cos((2n + 1) k pi / 16), with X[0]
// weighed by cos(pi / 4). The two halves become two bits of the last shift.
constexpr uint32_t kC1 = 8035, kC2 = 7568, kC3 = 6811, kC4 = 5793, kC5 = 4551, kC6 = 3135, kC7 = 1598;
constexpr int kConstantBits = 13;
constexpr int kGuardBits = 3;  // Kept between the two passes.
constexpr int kColumnShift = kConstantBits - kGuardBits;
constexpr int kRowShift = kConstantBits + kGuardBits + 2;

/// Eight values in, eight sums out, not shifted yet. Unsigned, so that absurd input wraps around instead of
/// overflowing.
struct Line {
  uint32_t sum[8];

  Line(uint32_t x0, uint32_t x1, uint32_t x2, uint32_t x3, uint32_t x4, uint32_t x5, uint32_t x6, uint32_t x7) {
    const uint32_t even_sum = (x0 + x4) * kC4, even_difference = (x0 - x4) * kC4;
    const uint32_t turn = x2 * kC2 + x6 * kC6, counter_turn = x2 * kC6 - x6 * kC2;
    const uint32_t even[4] = {even_sum + turn, even_difference + counter_turn, even_difference - counter_turn,
                              even_sum - turn};
    const uint32_t odd[4] = {x1 * kC1 + x3 * kC3 + x5 * kC5 + x7 * kC7, x1 * kC3 - x3 * kC7 - x5 * kC1 - x7 * kC5,
                             x1 * kC5 - x3 * kC1 + x5 * kC7 + x7 * kC3, x1 * kC7 - x3 * kC5 + x5 * kC3 - x7 * kC1};
    for (int n = 0; n < 4; ++n) {
      sum[n] = even[n] + odd[n];
      sum[7 - n] = even[n] - odd[n];
    }
  }
};

int32_t ShiftRounded(uint32_t sum, int shift) { return static_cast<int32_t>(sum + (1u << (shift - 1))) >> shift; }

/// A sample: the sum is signed around 128.
uint8_t ToSample(uint32_t sum) {
  const int32_t value = ShiftRounded(sum, kRowShift) + 128;
  return static_cast<uint8_t>(value < 0 ? 0 : value > 255 ? 255 : value);
}

}  // namespace

void JpegInverseDct(const int16_t* coefficients, const uint16_t* quantization, uint8_t* samples, size_t stride) {
  uint32_t columns[64];
  uint32_t any_ac = 0;
  for (int x = 0; x < 8; ++x) {
    uint32_t v[8];
    uint32_t any = 0;
    for (int y = 0; y < 8; ++y) {
      v[y] = static_cast<uint32_t>(coefficients[y * 8 + x]) * quantization[y * 8 + x];
      if (y > 0) any |= v[y];
    }
    any_ac |= any | (x > 0 ? v[0] : 0);
    if (any == 0) {
      // Most columns of a photograph hold no more than their first value.
      const uint32_t flat = static_cast<uint32_t>(ShiftRounded(v[0] * kC4, kColumnShift));
      for (int y = 0; y < 8; ++y) columns[y * 8 + x] = flat;
      continue;
    }
    const Line line(v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7]);
    for (int y = 0; y < 8; ++y) columns[y * 8 + x] = static_cast<uint32_t>(ShiftRounded(line.sum[y], kColumnShift));
  }
  if (any_ac == 0) {
    const uint8_t flat = ToSample(columns[0] * kC4);
    for (int y = 0; y < 8; ++y, samples += stride) {
      for (int x = 0; x < 8; ++x) samples[x] = flat;
    }
    return;
  }
  for (int y = 0; y < 8; ++y, samples += stride) {
    const uint32_t* const c = columns + y * 8;
    const Line line(c[0], c[1], c[2], c[3], c[4], c[5], c[6], c[7]);
    for (int x = 0; x < 8; ++x) samples[x] = ToSample(line.sum[x]);
  }
}

}  // namespace tinyclassify::image
