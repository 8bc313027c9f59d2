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
constexpr int kMeansShift = kConstantBits + 2;

int32_t ShiftRounded(uint32_t sum, int shift) { return static_cast<int32_t>(sum + (1u << (shift - 1))) >> shift; }

uint8_t ClampSample(int32_t value) { return static_cast<uint8_t>(value < 0 ? 0 : value > 255 ? 255 : value); }

/// Eight values in, eight sums out, not shifted yet. Unsigned, so that absurd input wraps around instead of overflowing.
struct Line {
  uint32_t sum[8];

  explicit Line(const uint32_t* x) {
    const uint32_t even_sum = (x[0] + x[4]) * kC4, even_difference = (x[0] - x[4]) * kC4;
    const uint32_t turn = x[2] * kC2 + x[6] * kC6, counter_turn = x[2] * kC6 - x[6] * kC2;
    const uint32_t even[4] = {even_sum + turn, even_difference + counter_turn, even_difference - counter_turn, even_sum - turn};
    const uint32_t odd[4] = {x[1] * kC1 + x[3] * kC3 + x[5] * kC5 + x[7] * kC7, x[1] * kC3 - x[3] * kC7 - x[5] * kC1 - x[7] * kC5,
                             x[1] * kC5 - x[3] * kC1 + x[5] * kC7 + x[7] * kC3,
                             x[1] * kC7 - x[3] * kC5 + x[5] * kC3 - x[7] * kC1};
    for (int n = 0; n < 4; ++n) {
      sum[n] = even[n] + odd[n];
      sum[7 - n] = even[n] - odd[n];
    }
  }
};

/// A sample: the sum is signed around 128.
uint8_t ToSample(uint32_t sum) { return ClampSample(ShiftRounded(sum, kRowShift) + 128); }

/// The first pass: each column of coefficients to eight sums, [8, 8].
void Columns(const int16_t* coefficients, const uint16_t* quantization, uint32_t reach, uint32_t* sums) {
  for (uint32_t x = 0; x < 8; ++x, ++coefficients, ++quantization, ++sums) {
    if (x > reach) {
      for (uint32_t y = 0; y < 8; ++y) sums[y * 8] = 0;
      continue;
    }
    uint32_t v[8];
    uint32_t any = 0;
    for (uint32_t y = 0; y < 8; ++y) {
      v[y] = static_cast<uint32_t>(coefficients[y * 8]) * quantization[y * 8];
      if (y > 0) any |= v[y];
    }
    if (any == 0) {
      // Most columns of a photograph hold no more than their first value.
      const uint32_t flat = static_cast<uint32_t>(ShiftRounded(v[0] * kC4, kColumnShift));
      for (uint32_t y = 0; y < 8; ++y) sums[y * 8] = flat;
      continue;
    }
    const Line line(v);
    for (uint32_t y = 0; y < 8; ++y) sums[y * 8] = static_cast<uint32_t>(ShiftRounded(line.sum[y], kColumnShift));
  }
}

/// Of two signed values.
uint32_t Mean(uint32_t a, uint32_t b) { return a + static_cast<uint32_t>(static_cast<int32_t>(b - a) >> 1); }

/// The second pass: rows of sums to eight samples each, of which means may be wanted.
void Rows(const uint32_t* sums, uint32_t rows, uint32_t columns, uint8_t* samples, size_t stride) {
  for (uint32_t y = 0; y < rows; ++y, samples += stride, sums += 8) {
    Line line(sums);
    for (uint32_t have = 8; have > columns; have /= 2) {
      for (uint32_t x = 0; x < have / 2; ++x) line.sum[x] = Mean(line.sum[x * 2], line.sum[x * 2 + 1]);
    }
    for (uint32_t x = 0; x < columns; ++x) samples[x] = ToSample(line.sum[x]);
  }
}

// A mean of 2 pixels leaves 4 frequencies of the 8, onto which the others fold: k and 8 - k give the same, and 4
// nothing. A mean of 4 leaves the mean and one difference, to which all odd frequencies add; one of 8 the mean alone. The
// shares, times 2^13, with what a transform of 4 multiplies with first: frequency 2 by cos(pi / 4), 1 and 3 by cos(pi / 8).
constexpr int16_t kShares[4][8] = {{5793},
                                   {5793, 5249, 0, -1843, 0, 1232, 0, -1044},
                                   {5793, 7423, 5352, 6293, 0, -4205, -2217, -1477},
                                   {8192, 8192, 8192, 8192, 8192, 8192, 8192, 8192}};  // A transform of 8 multiplies itself.

/// The order in which they fold: of 2 means 0, then the others; of 4 0, 1 and 7, 2 and 6, 3 and 5.
constexpr uint8_t kFolds[2][7] = {{0, 1, 3, 5, 7}, {0, 1, 7, 2, 6, 3, 5}};

/// tan(pi / 8) * value.
uint32_t Tangent(uint32_t value) {
  constexpr int64_t kTangent = 1779033704;  // Times 2^32.
  return static_cast<uint32_t>(static_cast<int32_t>(value) * kTangent >> 32);
}

/// Of what folded to as many means, 4, or 2 of which one may be wanted.
void Transform(uint32_t* x, uint32_t count) {
  if (count == 4) {
    const uint32_t outer_mean = x[0] + x[2], inner_mean = x[0] - x[2];
    const uint32_t outer = x[1] + Tangent(x[3]), inner = Tangent(x[1]) - x[3];
    x[0] = outer_mean + outer;
    x[1] = inner_mean + inner;
    x[2] = inner_mean - inner;
    x[3] = outer_mean - outer;
  } else {
    const uint32_t mean = x[0], difference = x[1];
    x[0] = mean + difference;
    x[1] = mean - difference;
  }
}

/// What is added to a mean: 128, and a half to round with.
constexpr uint32_t kMeansBias = (128u << kMeansShift) + (1u << (kMeansShift - 1));

uint8_t ToMean(uint32_t sum) { return ClampSample(static_cast<int32_t>(sum) >> kMeansShift); }

/// Up to 4 means along either axis.
/// @tparam kColumns  4, or 2 of which one may be wanted
template <uint32_t kColumns>
void Means(const int16_t* coefficients, const int32_t* weights, uint32_t reach, uint32_t columns, uint32_t rows, uint8_t* samples,
           size_t stride) {
  const uint8_t* frequency = kFolds[rows == 4];
  uint32_t sums[kColumns][4] = {};
  for (uint32_t row = 0; row < rows; ++row) {
    uint32_t x[4] = {row == 0 ? kMeansBias : 0, 0, 0, 0};
    for (uint32_t i = row == 0 ? 1 : 8 / rows; i > 0; --i, ++frequency) {
      if (*frequency > reach) continue;
      const int16_t* const from = coefficients + *frequency * 8;
      const int32_t* const weight = weights + *frequency * 8;
      const auto product = [&](uint32_t k) { return static_cast<uint32_t>(from[k]) * static_cast<uint32_t>(weight[k]); };
      x[0] += product(0);
      x[1] += product(1);
      if (kColumns == 4) {
        x[2] += product(2);
        x[3] += product(3);
        if (reach <= 4) continue;
        x[1] += product(7);
        x[2] += product(6);
        x[3] += product(5);
      } else if (reach > 2) {
        x[1] += product(3) + product(5) + product(7);
      }
    }
    Transform(x, kColumns);
    for (uint32_t column = 0; column < kColumns; ++column) sums[column][row] = x[column];
  }
  for (uint32_t column = 0; column < columns; ++column, ++samples) {
    uint32_t* const x = sums[column];
    Transform(x, rows);
    samples[0] = ToMean(x[0]);
    if (rows > 1) samples[stride] = ToMean(x[1]);
    if (rows < 4) continue;
    samples[2 * stride] = ToMean(x[2]);
    samples[3 * stride] = ToMean(x[3]);
  }
}

/// Of each column 2 or 4 means, [rows, 8], as Rows takes them.
void ColumnMeans(const int16_t* coefficients, const int32_t* weights, uint32_t reach, uint32_t rows, uint32_t* sums) {
  for (uint32_t column = 0; column < 8; ++column, ++coefficients, ++weights, ++sums) {
    uint32_t x[4] = {};
    const uint8_t* frequency = kFolds[rows == 4];
    for (uint32_t row = 0; row < rows && column <= reach; ++row) {
      for (uint32_t i = row == 0 ? 1 : 8 / rows; i > 0; --i, ++frequency) {
        x[row] += static_cast<uint32_t>(coefficients[*frequency * 8]) * static_cast<uint32_t>(weights[*frequency * 8]);
      }
    }
    Transform(x, rows);
    for (uint32_t row = 0; row < rows; ++row) sums[row * 8] = static_cast<uint32_t>(ShiftRounded(x[row], kColumnShift));
  }
}

}  // namespace

void SetJpegSteps(const uint16_t* quantization, uint32_t columns, uint32_t rows, JpegSteps* steps) {
  const int16_t* const shares_x = kShares[columns == 8 ? 3 : columns / 2];
  for (uint32_t i = 0; i < 64; ++i) {
    if (rows == 8) {
      steps->quantization[i] = quantization[i];
    } else {
      const int64_t share = kShares[rows / 2][i / 8] * shares_x[i % 8];
      steps->weights[i] = static_cast<int32_t>((share * quantization[i] + (1 << (kConstantBits - 1))) >> kConstantBits);
    }
  }
}

// Four sums, each of its own coefficients.
void JpegInverseDctTo2x2(const int16_t* coefficients, const JpegSteps& steps, uint32_t reach, uint8_t* samples, size_t stride) {
  const auto product = [&](uint32_t y, uint32_t x) {
    return static_cast<uint32_t>(coefficients[y * 8 + x]) * static_cast<uint32_t>(steps.weights[y * 8 + x]);
  };
  const uint32_t mean = product(0, 0) + kMeansBias;
  uint32_t right = product(0, 1), lower = product(1, 0), corner = product(1, 1);
  if (reach > 2) {
    right += product(0, 3) + product(0, 5) + product(0, 7);
    lower += product(3, 0) + product(5, 0) + product(7, 0);
    corner += product(1, 3) + product(1, 5) + product(1, 7) + product(3, 1) + product(3, 3) + product(3, 5) + product(3, 7) +
              product(5, 1) + product(5, 3) + product(5, 5) + product(5, 7) + product(7, 1) + product(7, 3) + product(7, 5) +
              product(7, 7);
  }
  samples[0] = ToMean(mean + right + lower + corner);
  samples[1] = ToMean(mean - right + lower - corner);
  samples[stride] = ToMean(mean + right - lower - corner);
  samples[stride + 1] = ToMean(mean - right - lower + corner);
}

void JpegInverseDct(const int16_t* coefficients, const JpegSteps& steps, uint32_t reach, uint32_t columns, uint32_t rows,
                    uint8_t* samples, size_t stride) {
  const bool means = columns < 8 && rows < 8;
  if (reach == 0) {
    const uint32_t first = static_cast<uint32_t>(coefficients[0]);
    uint8_t flat;
    if (means) {
      flat = ToMean(first * static_cast<uint32_t>(steps.weights[0]) + kMeansBias);
    } else {
      const uint32_t mean = rows == 8 ? first * steps.quantization[0] * kC4 : first * static_cast<uint32_t>(steps.weights[0]);
      flat = ToSample(static_cast<uint32_t>(ShiftRounded(mean, kColumnShift)) * kC4);
    }
    for (uint32_t y = 0; y < rows; ++y, samples += stride) {
      for (uint32_t x = 0; x < columns; ++x) samples[x] = flat;
    }
    return;
  }
  if (means) {
    const auto render = columns == 4 ? Means<4> : Means<2>;
    return render(coefficients, steps.weights, reach, columns, rows, samples, stride);
  }
  uint32_t sums[64];
  if (rows == 8) {
    Columns(coefficients, steps.quantization, reach, sums);
  } else {
    ColumnMeans(coefficients, steps.weights, reach, rows, sums);
  }
  Rows(sums, rows, columns, samples, stride);
}

}  // namespace tinyclassify::image
