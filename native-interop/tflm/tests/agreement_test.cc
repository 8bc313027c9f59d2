#include <dlfcn.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "tests/networks.h"

// TFLM's reference kernels and our engine, both rounding twice, give the same bytes. The engine has the same functions
// as TFLM's backend, so it is loaded as a shared library beside it.

#ifdef TC_ENGINE_LIBRARY

namespace tinyclassify {
namespace {

using testing::ApiModel;

class Engine {
 public:
  Engine() : library_(dlopen(TC_ENGINE_LIBRARY, RTLD_NOW | RTLD_LOCAL)) {
    if (library_ == nullptr) ADD_FAILURE() << dlerror();
  }
  template <typename Function>
  Function* Get(Function*, const char* name) const {
    return library_ == nullptr ? nullptr : reinterpret_cast<Function*>(dlsym(library_, name));
  }

 private:
  void* library_;
};

#define ENGINE_FUNCTION(engine, name) (engine).Get(name, #name)

/// A model in our engine.
class EngineModel : public ApiModel {
 public:
  EngineModel(const Engine& engine, const std::vector<uint8_t>& file)
      : ApiModel(file, TC_KERNELS_FASTEST, ENGINE_FUNCTION(engine, tc_measure), ENGINE_FUNCTION(engine, tc_open)),
        input_(ENGINE_FUNCTION(engine, tc_input)),
        invoke_(ENGINE_FUNCTION(engine, tc_invoke)),
        output_(ENGINE_FUNCTION(engine, tc_output)) {}

  std::vector<int8_t> Scores(const std::vector<int8_t>& input, size_t classes) {
    std::memcpy(input_(model), input.data(), input.size());
    invoke_(model);
    return std::vector<int8_t>(output_(model), output_(model) + classes);
  }

 private:
  decltype(&tc_input) input_;
  decltype(&tc_invoke) invoke_;
  decltype(&tc_output) output_;
};

std::vector<uint8_t> ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return std::vector<uint8_t>(std::istreambuf_iterator<char>(file), {});
}

// CIFAR-10's test images, [3, 32, 32] bytes behind a label, as inputs [32, 32, 3] of p - 128; random bytes without
// them.
std::vector<std::vector<int8_t>> Pictures(size_t count, size_t input_bytes) {
  constexpr size_t kPlane = 32 * 32;
  const char* folder = std::getenv("TINYCLASSIFY_DATA");
  std::vector<uint8_t> records;
  if (folder != nullptr && input_bytes == 3 * kPlane) records = ReadFile(std::string(folder) + "/test_batch.bin");
  std::vector<std::vector<int8_t>> pictures;
  std::mt19937 random(31);
  for (size_t i = 0; i < count; ++i) {
    if (records.size() < (i + 1) * (1 + 3 * kPlane)) {
      pictures.push_back(testing::RandomBytes(input_bytes, &random));
      continue;
    }
    const uint8_t* planes = records.data() + i * (1 + 3 * kPlane) + 1;
    std::vector<int8_t> picture(input_bytes);
    for (size_t j = 0; j < input_bytes; ++j) picture[j] = static_cast<int8_t>(planes[j % 3 * kPlane + j / 3] - 128);
    pictures.push_back(picture);
  }
  return pictures;
}

void ExpectSameScores(const std::vector<uint8_t>& file, size_t pictures) {
  const Engine library;
  ApiModel tflm(file);
  ASSERT_EQ(tflm.status, TC_OK) << testing::Line(tflm.diagnostic);
  EngineModel engine(library, file);
  ASSERT_EQ(engine.status, TC_OK) << testing::Line(engine.diagnostic);
  size_t differing = 0;
  for (const std::vector<int8_t>& picture : Pictures(pictures, tflm.input_bytes())) {
    const std::vector<int8_t> expected = tflm.Run(picture);
    const std::vector<int8_t> scores = engine.Scores(picture, expected.size());
    for (size_t i = 0; i < scores.size(); ++i) differing += scores[i] != expected[i];
  }
  EXPECT_EQ(differing, 0u) << "scores of " << pictures << " pictures";
  ::testing::Test::RecordProperty("pictures", static_cast<int>(pictures));
}

TEST(Agreement, The_committed_model_gives_the_engines_scores) { ExpectSameScores(ReadFile(TC_COMMITTED_MODEL), 300); }

TEST(Agreement, ResNet8_of_MLPerf_Tiny_gives_the_engines_scores) {
  const char* folder = std::getenv("TINYCLASSIFY_REFERENCE_MODELS");
  if (folder == nullptr) GTEST_SKIP() << "set TINYCLASSIFY_REFERENCE_MODELS to a folder with mlperf_tiny_ic_resnet8_int8.tflite";
  ExpectSameScores(ReadFile(std::string(folder) + "/mlperf_tiny_ic_resnet8_int8.tflite"), 300);
}

TEST(Agreement, Random_networks_give_the_engines_scores) {
  for (uint32_t seed = 1; seed <= 20; ++seed) {
    ExpectSameScores(testing::SmallNetwork(seed, 6 + static_cast<int32_t>(seed), seed % 2 == 0).file, 10);
  }
  ExpectSameScores(testing::MobileNet(3).file, 3);
}

}  // namespace
}  // namespace tinyclassify

#endif
