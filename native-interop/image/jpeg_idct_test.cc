#include "jpeg_idct.h"

#include <gtest/gtest.h>

#include <cmath>

#include "test_support.h"

namespace tinyclassify::image {
namespace {

/// T.81, A.3.3, in double precision.
double ExactSample(const double* coefficients, int x, int y) {
  const double pi = std::acos(-1.0);
  double sum = 0;
  for (int v = 0; v < 8; ++v) {
    for (int u = 0; u < 8; ++u) {
      const double weight = (u == 0 ? std::sqrt(0.5) : 1) * (v == 0 ? std::sqrt(0.5) : 1);
      sum += weight * coefficients[v * 8 + u] * std::cos((2 * x + 1) * u * pi / 16) * std::cos((2 * y + 1) * v * pi / 16);
    }
  }
  return std::min(255.0, std::max(0.0, sum / 4 + 128));
}

struct Difference {
  double largest = 0;
  double sum = 0;
  int count = 0;
};

void Compare(const int16_t* coefficients, const uint16_t* quantization, Difference* difference) {
  uint8_t samples[64];
  JpegSteps steps;
  SetJpegSteps(quantization, 8, 8, &steps);
  JpegInverseDct(coefficients, steps, 7, 8, 8, samples, 8);
  double dequantized[64];
  for (int i = 0; i < 64; ++i) dequantized[i] = coefficients[i] * static_cast<double>(quantization[i]);
  for (int y = 0; y < 8; ++y) {
    for (int x = 0; x < 8; ++x) {
      const double error = samples[y * 8 + x] - ExactSample(dequantized, x, y);
      difference->largest = std::max(difference->largest, std::fabs(error));
      difference->sum += error;
      ++difference->count;
    }
  }
}

TEST(JpegInverseDct, IsWithinOneOfTheExactTransform) {
  for (const int amplitude : {3, 30, 300, 1000}) {
    Difference difference;
    for (uint32_t round = 0; round < 500; ++round) {
      const File noise = Noise(128, round + static_cast<uint32_t>(amplitude));
      int16_t coefficients[64];
      uint16_t quantization[64];
      // Like a picture's: fewer and smaller values the higher the frequency.
      for (int i = 0; i < 64; ++i) {
        const int high = i / 8 + i % 8;
        coefficients[i] = static_cast<int16_t>((noise[static_cast<size_t>(i)] - 128) * amplitude / 128 / (1 + high));
        quantization[i] = static_cast<uint16_t>(1 + noise[static_cast<size_t>(64 + i)] % 2);
      }
      Compare(coefficients, quantization, &difference);
    }
    EXPECT_LE(difference.largest, 1.0) << amplitude;
    EXPECT_LE(std::fabs(difference.sum / difference.count), 0.01) << amplitude;
  }
}

TEST(JpegInverseDct, ShortcutsGiveWhatTheFullTransformGives) {
  // One more coefficient, too small to be seen, turns the shortcut for flat blocks off.
  uint16_t quantization[64];
  for (uint16_t& step : quantization) step = 1;
  for (int dc = -1024; dc <= 1024; ++dc) {
    int16_t coefficients[64] = {static_cast<int16_t>(dc)};
    uint8_t samples[64];
    JpegSteps steps;
    SetJpegSteps(quantization, 8, 8, &steps);
    JpegInverseDct(coefficients, steps, 7, 8, 8, samples, 8);
    const double exact = std::min(255.0, std::max(0.0, dc / 8.0 + 128));
    for (const uint8_t sample : samples) {
      ASSERT_LE(std::fabs(sample - exact), 0.51) << dc;
      ASSERT_EQ(sample, samples[0]);
    }
  }
}

/// Of the exact transform, not rounded: columns x rows means of the samples, in rows of eight.
void ExactMeans(const int16_t* coefficients, const uint16_t* quantization, int columns, int rows, double* means) {
  double dequantized[64];
  for (int i = 0; i < 64; ++i) dequantized[i] = coefficients[i] * static_cast<double>(quantization[i]);
  for (int i = 0; i < 64; ++i) means[i] = 0;
  for (int y = 0; y < 8; ++y) {
    for (int x = 0; x < 8; ++x) means[y * rows / 8 * 8 + x * columns / 8] += ExactSample(dequantized, x, y) * columns * rows / 64;
  }
}

TEST(JpegInverseDct, MeansAreThoseOfTheExactTransform) {
  const uint8_t zigzag_reach[] = {0, 1, 2, 3, 4, 5, 7};
  for (const int columns : {1, 2, 4, 8}) {
    for (const int rows : {1, 2, 4, 8}) {
      // No sampling of any picture leads to one mean beside eight.
      if (columns * rows == 8 && columns != 2 && columns != 4) continue;
      for (uint32_t round = 0; round < 200; ++round) {
        const File noise = Noise(128, round * 16 + static_cast<uint32_t>(columns + rows));
        const uint32_t reach = zigzag_reach[round % sizeof(zigzag_reach)];
        int16_t coefficients[64];
        uint16_t quantization[64];
        for (int i = 0; i < 64; ++i) {
          // So small that no sample is clipped.
          const int amplitude = i == 0 ? 127 : 20;
          const bool any = static_cast<uint32_t>(i / 8) <= reach && static_cast<uint32_t>(i % 8) <= reach;
          coefficients[i] = static_cast<int16_t>(any ? (noise[static_cast<size_t>(i)] - 128) * amplitude / 128 : 0);
          quantization[i] = static_cast<uint16_t>(1 + noise[static_cast<size_t>(64 + i)] % 3);
        }
        JpegSteps steps;
        SetJpegSteps(quantization, static_cast<uint32_t>(columns), static_cast<uint32_t>(rows), &steps);
        uint8_t samples[64];
        JpegInverseDct(coefficients, steps, reach, static_cast<uint32_t>(columns), static_cast<uint32_t>(rows), samples, 8);
        double exact[64];
        ExactMeans(coefficients, quantization, columns, rows, exact);
        for (int y = 0; y < rows; ++y) {
          for (int x = 0; x < columns; ++x) {
            ASSERT_NEAR(samples[y * 8 + x], exact[y * 8 + x], 1.0) << columns << " x " << rows << ", reach " << reach;
          }
        }
        if (columns != 2 || rows != 2) continue;
        uint8_t again[64];
        JpegInverseDctTo2x2(coefficients, steps, reach, again, 8);
        for (const int i : {0, 1, 8, 9}) ASSERT_EQ(again[i], samples[i]);
      }
    }
  }
}

TEST(JpegInverseDct, AbsurdCoefficientsDoNotOverflow) {
  int16_t coefficients[64];
  uint16_t quantization[64];
  for (int i = 0; i < 64; ++i) {
    coefficients[i] = i % 2 != 0 ? 32767 : -32768;
    quantization[i] = 65535;
  }
  uint8_t samples[64];
  JpegSteps steps;
  for (const uint32_t columns : {1u, 2u, 4u, 8u}) {
    for (const uint32_t rows : {2u, 4u, 8u}) {
      SetJpegSteps(quantization, columns, rows, &steps);
      JpegInverseDct(coefficients, steps, 7, columns, rows, samples, 8);  // The sanitizers watch.
    }
  }
  SUCCEED();
}

}  // namespace
}  // namespace tinyclassify::image
