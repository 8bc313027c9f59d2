#include "engine/api/probability.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <vector>

namespace tinyclassify {
namespace {

TEST(Probability, Exponential_is_close_to_the_real_one) {
  double worst = 0.0;
  for (const float scale : {0.001f, 0.01f, 0.047f, 0.1f, 0.35f, 1.0f, 2.5f}) {
    for (uint32_t steps = 0; steps < 256; ++steps) {
      const double seen = std::ldexp(ExpOfMinusSteps(steps, ScaleInQ24(scale)), -30);
      worst = std::max(worst, std::fabs(seen - std::exp(-static_cast<double>(steps) * scale)));
    }
  }
  EXPECT_LT(worst, std::ldexp(1.0, -17));
  EXPECT_EQ(ExpOfMinusSteps(0, ScaleInQ24(0.1f)), 1u << 30);
}

TEST(Probability, Logits_give_the_softmax_in_thousandths) {
  std::mt19937 random(4);
  for (int round = 0; round < 500; ++round) {
    const uint32_t count = 2 + static_cast<uint32_t>(random() % 12);
    const float scale = std::ldexp(1.0f + static_cast<float>(random() % 1000) / 1000.0f, -static_cast<int>(random() % 9));
    std::vector<int8_t> logits(count);
    for (int8_t& logit : logits) logit = static_cast<int8_t>(random());
    double sum = 0.0;
    for (const int8_t logit : logits) sum += std::exp(static_cast<double>(logit) * scale);
    for (uint32_t i = 0; i < count; ++i) {
      const double expected = 1000.0 * std::exp(static_cast<double>(logits[i]) * scale) / sum;
      ASSERT_NEAR(LogitPermille(logits.data(), count, i, scale), expected, 0.52);
    }
  }
}

TEST(Probability, Softmax_outputs_are_dequantized) {
  EXPECT_EQ(DequantizedPermille(-128, -128, 1.0f / 256), 0u);
  EXPECT_EQ(DequantizedPermille(0, -128, 1.0f / 256), 500u);
  EXPECT_EQ(DequantizedPermille(127, -128, 1.0f / 256), 996u);
  EXPECT_EQ(DequantizedPermille(127, -128, 1.0f), 1000u);
  EXPECT_EQ(DequantizedPermille(5, 7, 1.0f), 0u);
}

TEST(Probability, Scales_out_of_range_saturate) {
  EXPECT_EQ(ScaleInQ24(1.0f), 1u << 24);
  EXPECT_EQ(ScaleInQ24(0.5f), 1u << 23);
  EXPECT_EQ(ScaleInQ24(1e30f), 1u << 31);
  EXPECT_EQ(ScaleInQ24(128.0f), 1u << 31);
  EXPECT_EQ(ScaleInQ24(1e-30f), 0u);
}

}  // namespace
}  // namespace tinyclassify
