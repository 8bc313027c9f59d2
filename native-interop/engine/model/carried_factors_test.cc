#include <gtest/gtest.h>

#include <cstring>

#include "engine/rounding.h"
#include "tests/carried_entry.h"

// The metadata entry with requantisation factors: it saves RAM and never changes a score, whatever stands in it.

namespace tinyclassify {
namespace {

using testing::CarriedEntry;
using testing::OpenedModel;
using testing::SmallNetwork;

constexpr uint32_t kHeaderBytes = 16;

std::vector<int8_t> Scores(OpenedModel* model) {
  std::mt19937 random(5);
  return model->Run(testing::RandomBytes(model->input_bytes(), &random));
}

TEST(CarriedFactors, Are_used_where_they_lie) {
  const SmallNetwork network(1);
  OpenedModel without(network.file);
  const std::vector<uint8_t> entry = CarriedEntry(without);
  const SmallNetwork carrying(1, 10, true, entry);
  OpenedModel with(carrying.file);
  ASSERT_EQ(with.status, TC_OK) << testing::Line(with.diagnostic);
  const uint32_t channels = 8 + 24 + 24 + 8 + 8 + 12 + 5;
  EXPECT_EQ(entry.size(), kHeaderBytes + 5 * channels + 4 * 13);
#if TC_FLOAT_ROUNDING
  EXPECT_EQ(with.requirements.state_bytes, without.requirements.state_bytes);
#else
  EXPECT_NEAR(without.requirements.state_bytes - with.requirements.state_bytes, 5 * channels, 7 * 3 + TC_ALIGNMENT);
#endif
  EXPECT_EQ(Scores(&with), Scores(&without));
}

TEST(CarriedFactors, That_are_not_those_of_the_scales_are_not_used) {
  OpenedModel without(SmallNetwork(2, 6).file);
  const std::vector<int8_t> scores = Scores(&without);
  const std::vector<uint8_t> entry = CarriedEntry(without);
  [[maybe_unused]] const uint32_t whole = OpenedModel(SmallNetwork(2, 6, true, entry).file).requirements.state_bytes;
  for (size_t position = 0; position < entry.size(); ++position) {
    for (const uint8_t flip : {0x01, 0x80}) {
      std::vector<uint8_t> damaged = entry;
      damaged[position] ^= flip;
      const SmallNetwork network(2, 6, true, damaged);
      OpenedModel opened(network.file);
      ASSERT_EQ(opened.status, TC_OK) << position << ": " << testing::Line(opened.diagnostic);
      ASSERT_EQ(Scores(&opened), scores) << position;
#if !TC_FLOAT_ROUNDING
      // Some layer's factors are in RAM again; only the header's last word and the places of layers without weights say
      // nothing.
      const bool is_multiplier = position >= kHeaderBytes && position < kHeaderBytes + 4 * 89;
      if (position < 12) {
        ASSERT_EQ(opened.requirements.state_bytes, without.requirements.state_bytes) << position;
      } else if (is_multiplier) {
        ASSERT_GT(opened.requirements.state_bytes, whole) << position;
      }
#endif
    }
  }
}

TEST(CarriedFactors, Of_another_model_or_size_are_not_used) {
  OpenedModel without(SmallNetwork(3, 6).file), other(SmallNetwork(4, 6).file);
  const std::vector<int8_t> scores = Scores(&without);
  std::vector<uint8_t> entry = CarriedEntry(other);
  for (const size_t bytes : {entry.size(), entry.size() - 1, entry.size() / 2, size_t{17}, size_t{16}, size_t{1}}) {
    entry.resize(bytes);
    OpenedModel opened(SmallNetwork(3, 6, true, entry).file);
    ASSERT_EQ(opened.status, TC_OK);
    EXPECT_EQ(opened.requirements.state_bytes, without.requirements.state_bytes) << bytes;
    EXPECT_EQ(Scores(&opened), scores) << bytes;
  }
}

TEST(CarriedFactors, At_an_odd_address_are_not_used) {
  alignas(4) uint8_t entry[16 + 5 + 4 + 1] = {0, 1, 0, 0, 0, 1, 0, 0, 0, 1};
  EXPECT_EQ(FindCarriedFactors(entry + 1, 25, 1, 0, 1).multipliers, nullptr);
  std::memmove(entry, entry + 1, 25);
  EXPECT_NE(FindCarriedFactors(entry, 25, 1, 0, 1).multipliers, nullptr);
  EXPECT_EQ(FindCarriedFactors(entry, 25, 1, 0, 2).multipliers, nullptr);
  EXPECT_EQ(FindCarriedFactors(nullptr, 0, 1, 0, 1).multipliers, nullptr);
}

}  // namespace
}  // namespace tinyclassify
