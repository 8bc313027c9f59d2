#include "jpeg_idct.h"

namespace tinyclassify::image {
namespace {

// cos(k * pi / 16) * 2^13. One-dimensional: x[n] = 1/2 * sum over k of X[k] * cos((2n + 1) k pi / 16), with X[0]
// weighed by cos(pi / 4). The two halves become two bits of the last shift.
constexpr uint32_t kC1 = 8035, kC2 = 7568, kC3 = 6811, kC4 = 5793, kC5 = 4551, kC6 = 3135, kC7 = 1598;
// Products of them for means of two: cos((4n + 2) k pi / 16) * cos(k pi / 16), whose frequencies 5 to 7 are 3 to 1 again.
constexpr uint32_t kC1C2 = 7423, kC1C6 = 3075, kC7C2 = 1477, kC7C6 = 612, kC3C6 = 2607, kC3C2 = 6293, kC5C6 = 1742,
                   kC5C2 = 4205, kC2C4 = 5352, kC6C4 = 2217;
constexpr int kConstantBits = 13;
constexpr int kGuardBits = 3;  // Kept between the two passes.
constexpr int kColumnShift = kConstantBits - kGuardBits;
constexpr int kRowShift = kConstantBits + kGuardBits + 2;

/// Eight values in, 8 sums or 4 means of two out, not shifted yet. Unsigned, so that absurd input wraps around instead of
/// overflowing.
template <int kCount>
struct Line;

template <>
struct Line<8> {
  uint32_t sum[8];

  explicit Line(const uint32_t* x) {
    const uint32_t even_sum = (x[0] + x[4]) * kC4, even_difference = (x[0] - x[4]) * kC4;
    const uint32_t turn = x[2] * kC2 + x[6] * kC6, counter_turn = x[2] * kC6 - x[6] * kC2;
    const uint32_t even[4] = {even_sum + turn, even_difference + counter_turn, even_difference - counter_turn,
                              even_sum - turn};
    const uint32_t odd[4] = {x[1] * kC1 + x[3] * kC3 + x[5] * kC5 + x[7] * kC7,
                             x[1] * kC3 - x[3] * kC7 - x[5] * kC1 - x[7] * kC5,
                             x[1] * kC5 - x[3] * kC1 + x[5] * kC7 + x[7] * kC3,
                             x[1] * kC7 - x[3] * kC5 + x[5] * kC3 - x[7] * kC1};
    for (int n = 0; n < 4; ++n) {
      sum[n] = even[n] + odd[n];
      sum[7 - n] = even[n] - odd[n];
    }
  }
};

template <>
struct Line<4> {
  uint32_t sum[4];

  explicit Line(const uint32_t* x) {
    const uint32_t mean = x[0] * kC4, turn = x[2] * kC2C4 - x[6] * kC6C4;
    const uint32_t outer = x[1] * kC1C2 - x[7] * kC7C2 + x[3] * kC3C6 - x[5] * kC5C6;
    const uint32_t inner = x[1] * kC1C6 - x[7] * kC7C6 - x[3] * kC3C2 + x[5] * kC5C2;
    sum[0] = mean + turn + outer;
    sum[1] = mean - turn + inner;
    sum[2] = mean - turn - inner;
    sum[3] = mean + turn - outer;
  }
};

int32_t ShiftRounded(uint32_t sum, int shift) { return static_cast<int32_t>(sum + (1u << (shift - 1))) >> shift; }

/// A sample: the sum is signed around 128.
uint8_t ToSample(uint32_t sum) {
  const int32_t value = ShiftRounded(sum, kRowShift) + 128;
  return static_cast<uint8_t>(value < 0 ? 0 : value > 255 ? 255 : value);
}

/// The first pass: each column of coefficients to kRows sums, [kRows, 8].
/// @tparam kReach  frequencies that may not be zero, 4 or 8
template <int kRows, int kReach>
void Columns(const int16_t* coefficients, const uint16_t* quantization, uint32_t reach, uint32_t* sums) {
  for (uint32_t x = 0; x < 8; ++x, ++coefficients, ++quantization, ++sums) {
    if (x > reach) {
      for (uint32_t y = 0; y < kRows; ++y) sums[y * 8] = 0;
      continue;
    }
    uint32_t v[8];
    uint32_t any = 0;
    for (uint32_t y = 0; y < 8; ++y) {
      // A frequency that the means do not hold.
      const bool lost = y >= kReach || (kRows == 4 && y == 4);
      v[y] = lost ? 0 : static_cast<uint32_t>(coefficients[y * 8]) * quantization[y * 8];
      if (y > 0) any |= v[y];
    }
    if (any == 0) {
      // Most columns of a photograph hold no more than their first value.
      const uint32_t flat = static_cast<uint32_t>(ShiftRounded(v[0] * kC4, kColumnShift));
      for (uint32_t y = 0; y < kRows; ++y) sums[y * 8] = flat;
      continue;
    }
    const Line<kRows> line(v);
    for (uint32_t y = 0; y < kRows; ++y)
      sums[y * 8] = static_cast<uint32_t>(ShiftRounded(line.sum[y], kColumnShift));
  }
}

/// Of two signed values.
uint32_t Mean(uint32_t a, uint32_t b) { return a + static_cast<uint32_t>(static_cast<int32_t>(b - a) >> 1); }

/// The second pass: rows of sums to kColumns samples each, of which 1 or 2 means may be wanted.
template <int kColumns>
void Rows(const uint32_t* sums, uint32_t rows, uint32_t columns, uint8_t* samples, size_t stride) {
  for (uint32_t y = 0; y < rows; ++y, samples += stride, sums += 8) {
    Line<kColumns> line(sums);
    for (uint32_t have = kColumns; have > columns; have /= 2) {
      for (uint32_t x = 0; x < have / 2; ++x) line.sum[x] = Mean(line.sum[x * 2], line.sum[x * 2 + 1]);
    }
    for (uint32_t x = 0; x < columns; ++x) samples[x] = ToSample(line.sum[x]);
  }
}

/// The frequencies that means of four leave, and their share of the difference between two of them.
constexpr uint8_t kQuartered[5] = {0, 1, 3, 5, 7};
constexpr int32_t kQuarterFactors[5] = {5793, 5249, -1843, 1232, -1044};

}  // namespace

void SetJpegSteps(const uint16_t* quantization, uint32_t columns, uint32_t rows, JpegSteps* steps) {
  for (uint32_t i = 0; i < 64; ++i) steps->quantization[i] = quantization[i];
  if (columns != 2 || rows != 2) return;
  for (uint32_t i = 0; i < 25; ++i) {
    const int64_t factor = int64_t{kQuarterFactors[i / 5]} * kQuarterFactors[i % 5];
    const int64_t weight = factor * quantization[kQuartered[i / 5] * 8 + kQuartered[i % 5]];
    steps->weights[i] = static_cast<int32_t>((weight + (1 << (kConstantBits - 1))) >> kConstantBits);
  }
}

// Four sums, each of its own coefficients.
void JpegInverseDctTo2x2(const int16_t* coefficients, const JpegSteps& steps, uint32_t reach, uint8_t* samples, size_t stride) {
  const auto product = [&](uint32_t y, uint32_t x) {
    return static_cast<uint32_t>(coefficients[kQuartered[y] * 8 + kQuartered[x]]) *
           static_cast<uint32_t>(steps.weights[y * 5 + x]);
  };
  const uint32_t mean = product(0, 0);
  uint32_t right = product(0, 1), lower = product(1, 0), corner = product(1, 1);
  if (reach > 2) {
    right += product(0, 2) + product(0, 3) + product(0, 4);
    lower += product(2, 0) + product(3, 0) + product(4, 0);
    corner += product(1, 2) + product(1, 3) + product(1, 4) + product(2, 1) + product(2, 2) + product(2, 3) + product(2, 4) +
              product(3, 1) + product(3, 2) + product(3, 3) + product(3, 4) + product(4, 1) + product(4, 2) + product(4, 3) +
              product(4, 4);
  }
  constexpr int kShift = kConstantBits + 2;
  const auto sample = [](uint32_t sum) {
    const int32_t value = ShiftRounded(sum, kShift) + 128;
    return static_cast<uint8_t>(value < 0 ? 0 : value > 255 ? 255 : value);
  };
  samples[0] = sample(mean + right + lower + corner);
  samples[1] = sample(mean - right + lower - corner);
  samples[stride] = sample(mean + right - lower - corner);
  samples[stride + 1] = sample(mean - right - lower + corner);
}

void JpegInverseDct(const int16_t* coefficients, const JpegSteps& steps, uint32_t reach, uint32_t columns, uint32_t rows,
                    uint8_t* samples, size_t stride) {
  if (columns == 2 && rows == 2) {
    JpegInverseDctTo2x2(coefficients, steps, reach, samples, stride);
    return;
  }
  const uint16_t* const quantization = steps.quantization;
  if (reach == 0) {
    const uint32_t mean = static_cast<uint32_t>(coefficients[0]) * quantization[0];
    const uint8_t flat = ToSample(static_cast<uint32_t>(ShiftRounded(mean * kC4, kColumnShift)) * kC4);
    for (uint32_t y = 0; y < rows; ++y, samples += stride) {
      for (uint32_t x = 0; x < columns; ++x) samples[x] = flat;
    }
    return;
  }
  uint32_t sums[64];
  if (rows == 8) {
    Columns<8, 8>(coefficients, quantization, reach, sums);
  } else if (reach < 4) {
    Columns<4, 4>(coefficients, quantization, reach, sums);
  } else {
    Columns<4, 8>(coefficients, quantization, reach, sums);
  }
  for (uint32_t have = 4; have > rows; have /= 2) {
    for (uint32_t i = 0; i < have * 4; ++i) sums[i] = Mean(sums[i / 8 * 16 + i % 8], sums[i / 8 * 16 + 8 + i % 8]);
  }
  if (columns == 8) {
    Rows<8>(sums, rows, columns, samples, stride);
  } else {
    Rows<4>(sums, rows, columns, samples, stride);
  }
}

}  // namespace tinyclassify::image
