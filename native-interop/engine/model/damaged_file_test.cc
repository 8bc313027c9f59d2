#include <gtest/gtest.h>

#include "tests/carried_entry.h"

// A damaged file is refused or runs; it never makes the engine read or write outside. The sanitizer build proves it.

namespace tinyclassify {
namespace {

using testing::OpenedModel;
using testing::SmallNetwork;

// A small network whose metadata carries labels and factors.
std::vector<uint8_t> Network(uint32_t seed) {
  return SmallNetwork(seed, 6, true, testing::CarriedEntry(OpenedModel(SmallNetwork(seed, 6).file))).file;
}

// Runs the file where it is accepted, on memory of exactly the asked size. Files that ask for much are left alone.
tc_status Exercise(const std::vector<uint8_t>& file) {
  testing::AlignedBytes bytes(file.data(), file.size());
  tc_requirements needs;
  tc_diagnostic diagnostic;
  const tc_model_file source = {bytes.get(), static_cast<uint32_t>(file.size()), TC_KERNELS_FASTEST};
  const tc_status measured = tc_measure(&source, &needs, &diagnostic);
  EXPECT_EQ(measured, diagnostic.status);
  EXPECT_NE(diagnostic.what, nullptr);
  if (measured != TC_OK || needs.memory_bytes > 1 << 20) return measured;
  OpenedModel opened(file);
  EXPECT_EQ(opened.status, TC_OK) << "measured, but not opened: " << testing::Line(opened.diagnostic);
  if (opened.description.macs < 1 << 22) tc_invoke(opened.model);
  tc_prediction best;
  EXPECT_EQ(tc_top(opened.model, 1, &best), TC_OK);
  for (uint32_t i = 0; i < opened.description.class_count && i < 8; ++i) {
    const char* text;
    uint32_t text_bytes;
    EXPECT_EQ(tc_label(opened.model, i, &text, &text_bytes), TC_OK);
  }
  return measured;
}

TEST(DamagedFile, Every_truncation_is_refused_or_harmless) {
  const std::vector<uint8_t> network = Network(1);
  for (size_t size = 0; size < network.size(); ++size) {
    const tc_status status = Exercise(std::vector<uint8_t>(network.begin(), network.begin() + static_cast<long>(size)));
    if (size < network.size() / 2) {
      ASSERT_EQ(status, TC_ERROR_MODEL_CORRUPT) << size;
    }
  }
  ASSERT_EQ(Exercise(network), TC_OK);
}

TEST(DamagedFile, Every_changed_byte_is_refused_or_harmless) {
  const std::vector<uint8_t> network = Network(2);
  for (size_t position = 0; position < network.size(); ++position) {
    for (const uint8_t flip : {0x01, 0x80, 0xff, 0x7f}) {
      std::vector<uint8_t> file = network;
      file[position] ^= flip;
      Exercise(file);
    }
  }
}

TEST(DamagedFile, Random_damage_in_many_places_is_refused_or_harmless) {
  const std::vector<uint8_t> network = Network(3);
  std::mt19937 random(61);
  for (int round = 0; round < 4000; ++round) {
    std::vector<uint8_t> file = network;
    const uint32_t changes = 1 + static_cast<uint32_t>(random() % 12);
    for (uint32_t i = 0; i < changes; ++i) {
      const size_t position = random() % file.size();
      const uint8_t values[] = {0x00, 0xff, 0x7f, 0x80, static_cast<uint8_t>(random())};
      file[position] = values[random() % 5];
    }
    Exercise(file);
  }
}

TEST(DamagedFile, Foreign_files_are_refused) {
  EXPECT_EQ(Exercise({}), TC_ERROR_MODEL_CORRUPT);
  EXPECT_EQ(Exercise(std::vector<uint8_t>(1000, 0)), TC_ERROR_MODEL_CORRUPT);
  EXPECT_EQ(Exercise(std::vector<uint8_t>(1000, 0xff)), TC_ERROR_MODEL_CORRUPT);
  const std::string text = "This is a text file that somebody named model.tflite.";
  EXPECT_EQ(Exercise(std::vector<uint8_t>(text.begin(), text.end())), TC_ERROR_MODEL_CORRUPT);
}

}  // namespace
}  // namespace tinyclassify
