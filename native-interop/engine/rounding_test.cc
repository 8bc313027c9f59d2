#include "engine/rounding.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace tinyclassify {
namespace {

// gemmlowp's definition, word for word as its documentation gives it: nudge away from the sign, truncate.
int32_t DoublingHighMultiplyBySign(int32_t a, int32_t b) {
  const int64_t product = static_cast<int64_t>(a) * b;
  const int64_t nudge = product >= 0 ? (1 << 30) : 1 - (1 << 30);
  return static_cast<int32_t>((product + nudge) / (int64_t{1} << 31));
}

TEST(FixedPoint, Doubling_high_multiply_equals_gemmlowps_definition) {
  std::mt19937 random(1);
  for (int i = 0; i < 200000; ++i) {
    const int32_t a = static_cast<int32_t>(random());
    const int32_t b = static_cast<int32_t>(random());
    ASSERT_EQ(DoublingHighMultiply(a, b), DoublingHighMultiplyBySign(a, b)) << a << " * " << b;
  }
  EXPECT_EQ(DoublingHighMultiply(1 << 30, 1), 1);     // 0.5 goes up,
  EXPECT_EQ(DoublingHighMultiply(-(1 << 30), 1), 0);  // and so does -0.5.
  EXPECT_EQ(DoublingHighMultiply(INT32_MIN, INT32_MAX), -INT32_MAX);
}

TEST(FixedPoint, Division_by_a_power_of_two_rounds_halves_away_from_zero) {
  EXPECT_EQ(DivideByPowerOfTwo(5, 1), 3);
  EXPECT_EQ(DivideByPowerOfTwo(-5, 1), -3);
  EXPECT_EQ(DivideByPowerOfTwo(-6, 2), -2);
  EXPECT_EQ(DivideByPowerOfTwo(-7, 0), -7);
  EXPECT_EQ(DivideByPowerOfTwo(INT32_MAX, 31), 1);
  EXPECT_EQ(DivideByPowerOfTwo(INT32_MIN, 31), -1);
  std::mt19937 random(2);
  for (int i = 0; i < 100000; ++i) {
    const int32_t value = static_cast<int32_t>(random());
    const int exponent = static_cast<int>(random() % 32);
    ASSERT_EQ(DivideByPowerOfTwo(value, exponent), std::llround(std::ldexp(value, -exponent))) << value << " " << exponent;
  }
}

TEST(FixedPoint, Rescale_rounds_as_the_build_says) {
  // 3 * 2^30 * 2^-31 * 2^-1 = 0.75: the first rounding makes 2 of 1.5, the second 1 of 1. Once: 1 of 0.75.
  EXPECT_EQ(Rescale(3, Multiplier{1 << 30, -1}), 1);
  // 1 * 2^30 * 2^-31 * 2^-1 = 0.25: twice rounded 0.5 -> 1 -> 0.5 -> 1; once 0.
#if TC_SINGLE_ROUNDING && !TC_FLOAT_ROUNDING
  EXPECT_EQ(Rescale(1, Multiplier{1 << 30, -1}), 0);
#else
  EXPECT_EQ(Rescale(1, Multiplier{1 << 30, -1}), 1);
#endif
  EXPECT_EQ(Rescale(100, Multiplier{1 << 30, 3}), 400);
  EXPECT_EQ(Rescale(123456, Multiplier{0, 0}), 0);
}

TEST(FixedPoint, Rescale_stays_within_one_step_of_the_real_product) {
  std::mt19937 random(3);
  for (int i = 0; i < 200000; ++i) {
    const int32_t value = static_cast<int32_t>(random() % (1u << 24)) - (1 << 23);
    const Multiplier m = {static_cast<int32_t>((1u << 30) + random() % (1u << 30)), static_cast<int32_t>(random() % 28) - 24};
    const double real = std::ldexp(static_cast<double>(value) * m.value, m.shift - 31);
    if (std::fabs(real) > 1e9 || std::fabs(std::ldexp(value, m.shift)) > 1e9) continue;
    const bool once = TC_SINGLE_ROUNDING && !TC_FLOAT_ROUNDING;
    const double limit = m.shift > 0 || once ? 0.5 : 0.5 + std::ldexp(0.5, m.shift);
    ASSERT_LE(std::fabs(Rescale(value, m) - real), limit + 1e-9) << value << " " << m.value << " " << m.shift;
  }
}

}  // namespace
}  // namespace tinyclassify
