#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

#include "tests/open_model.h"

// Models that nobody here made. TINYCLASSIFY_REFERENCE_MODELS names the folder that holds them.

namespace tinyclassify {
namespace {

constexpr char kResNet8[] = "mlperf_tiny_ic_resnet8_int8.tflite";

std::vector<uint8_t> ReadReference(const std::string& name) {
  const char* folder = std::getenv("TINYCLASSIFY_REFERENCE_MODELS");
  if (folder == nullptr) return {};
  std::ifstream file(std::string(folder) + "/" + name, std::ios::binary);
  return std::vector<uint8_t>(std::istreambuf_iterator<char>(file), {});
}

TEST(ReferenceModel, ResNet8_of_MLPerf_Tiny_opens_and_runs) {
  const std::vector<uint8_t> file = ReadReference(kResNet8);
  if (file.empty()) GTEST_SKIP() << "set TINYCLASSIFY_REFERENCE_MODELS to a folder that holds " << kResNet8;
  testing::OpenedModel fast(file), plain(file, TC_KERNELS_PLAIN);
  ASSERT_EQ(fast.status, TC_OK) << testing::Line(fast.diagnostic);
  ASSERT_EQ(plain.status, TC_OK) << testing::Line(plain.diagnostic);
  EXPECT_EQ(fast.description.macs, 12501632u);
  EXPECT_EQ(fast.description.class_count, 10u);
  EXPECT_EQ(fast.description.input_height, 32u);
  std::mt19937 random(71);
  for (int i = 0; i < 3; ++i) {
    const auto input = testing::RandomBytes(fast.input_bytes(), &random);
    EXPECT_EQ(fast.Run(input), plain.Run(input));
  }
}

TEST(ReferenceModel, A_cut_ResNet8_is_refused) {
  const std::vector<uint8_t> file = ReadReference(kResNet8);
  if (file.empty()) GTEST_SKIP() << "set TINYCLASSIFY_REFERENCE_MODELS to a folder that holds " << kResNet8;
  for (size_t size = 0; size < file.size() / 2; size += 997) {
    testing::OpenedModel cut(std::vector<uint8_t>(file.begin(), file.begin() + static_cast<long>(size)));
    EXPECT_EQ(cut.status, TC_ERROR_MODEL_CORRUPT) << size;
  }
}

}  // namespace
}  // namespace tinyclassify
