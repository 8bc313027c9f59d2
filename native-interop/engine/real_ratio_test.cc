#include "engine/real_ratio.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <random>

namespace tinyclassify {
namespace {

float RandomScale(std::mt19937* random) {
  return std::ldexp(1.0f + static_cast<float>((*random)() % (1u << 23)) / (1u << 23), -static_cast<int>((*random)() % 20));
}

// What TFLite computes with doubles.
Multiplier QuantizeDouble(double real) {
  int exponent;
  const double fraction = std::frexp(real, &exponent);
  int64_t value = std::llround(fraction * (int64_t{1} << 31));
  if (value == int64_t{1} << 31) {
    value /= 2;
    ++exponent;
  }
  if (exponent < -31) return {};
  return {static_cast<int32_t>(value), exponent};
}

TEST(RealRatio, Equals_double_arithmetic_bit_for_bit) {
  std::mt19937 random(1);
  for (int i = 0; i < 300000; ++i) {
    const float input = RandomScale(&random), weight = RandomScale(&random), output = RandomScale(&random);
    const double real = static_cast<double>(input) * static_cast<double>(weight) / static_cast<double>(output);
    Multiplier seen;
    const Multiplier expected = QuantizeDouble(real);
    ASSERT_TRUE(QuantizeRatio(Product(input, weight), output, &seen));
    ASSERT_EQ(seen.value, expected.value) << input << " " << weight << " " << output;
    ASSERT_EQ(seen.shift, expected.shift);
  }
}

TEST(RealRatio, Rounds_up_to_the_next_power_of_two) {
  Multiplier seen;
  const float below_one = std::nextafter(1.0f, 0.0f);  // 1 - 2^-24 squared is 1 - 2^-23 + 2^-48.
  ASSERT_TRUE(QuantizeRatio(ExactReal(below_one), 1.0f, &seen));
  EXPECT_EQ(seen.value, static_cast<int32_t>(0x7fffff80));
  EXPECT_EQ(seen.shift, 0);
  ASSERT_TRUE(QuantizeRatio(Real{(uint64_t{1} << 40) - 1, -40}, 1.0f, &seen));
  EXPECT_EQ(seen.value, 1 << 30);
  EXPECT_EQ(seen.shift, 1);
}

TEST(RealRatio, Tells_the_ends_of_the_range) {
  Multiplier seen;
  EXPECT_TRUE(QuantizeRatio(ExactReal(1e-20f), 1.0f, &seen));
  EXPECT_EQ(seen.value, 0);
  EXPECT_FALSE(QuantizeRatio(ExactReal(4e9f), 1.0f, &seen));
  for (const float value : {0.0f, -1.0f, INFINITY, NAN}) {
    EXPECT_FALSE(QuantizeRatio(Product(value, 1.0f), 1.0f, &seen));
    EXPECT_FALSE(QuantizeRatio(ExactReal(1.0f), value, &seen));
  }
}

TEST(RealRatio, Takes_floats_apart_exactly) {
  for (const float value : {1.0f, 0.1f, 3.4e38f, 1e-40f, 1.4e-45f, 0.003921569f}) {
    const Real real = ExactReal(value);
    EXPECT_EQ(std::ldexp(static_cast<double>(real.mantissa), real.exponent), static_cast<double>(value));
  }
  for (const float value : {0.0f, -1.0f, INFINITY, NAN, -0.0f}) EXPECT_EQ(ExactReal(value).mantissa, 0u);
}

}  // namespace
}  // namespace tinyclassify
