#ifndef TINYCLASSIFY_TESTS_API_MODEL_H
#define TINYCLASSIFY_TESTS_API_MODEL_H

#include <gtest/gtest.h>

#include <cstdlib>
#include <cstring>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "tinyclassify.h"

namespace tinyclassify::testing {

/// Heap bytes of an exact size and alignment, so that a sanitizer sees the first byte outside.
class AlignedBytes {
 public:
  explicit AlignedBytes(size_t size) : data_(static_cast<uint8_t*>(::operator new (size, std::align_val_t{TC_ALIGNMENT}))) {}
  AlignedBytes(const uint8_t* from, size_t size) : AlignedBytes(size) {
    if (size != 0) std::memcpy(data_, from, size);
  }
  AlignedBytes(const AlignedBytes&) = delete;
  AlignedBytes& operator=(const AlignedBytes&) = delete;
  ~AlignedBytes() { ::operator delete (data_, std::align_val_t{TC_ALIGNMENT}); }
  uint8_t* get() const { return data_; }

 private:
  uint8_t* data_;
};

inline std::string Line(const tc_diagnostic& diagnostic) {
  char line[300];
  tc_format_diagnostic(&diagnostic, line, sizeof(line));
  return line;
}

/// A model opened through the C API, over exactly the memory that it asked for: whatever runtime is linked.
class ApiModel {
 public:
  explicit ApiModel(const std::vector<uint8_t>& file, tc_kernels kernels = TC_KERNELS_FASTEST)
      : ApiModel(file, kernels, tc_measure, tc_open) {}

  uint32_t input_bytes() const { return description.input_height * description.input_width * description.input_channels; }
  std::vector<int8_t> Run(const std::vector<int8_t>& input) {
    EXPECT_EQ(input.size(), input_bytes());
    std::memcpy(tc_input(model), input.data(), input.size());
    tc_invoke(model);
    return std::vector<int8_t>(tc_output(model), tc_output(model) + description.output_count);
  }

  tc_status status = TC_OK;
  tc_diagnostic diagnostic = {};
  tc_requirements requirements = {};
  tc_model* model = nullptr;
  tc_description description = {};

 protected:
  /// @param measure, open  called as tc_measure and tc_open
  template <typename Measure, typename Open>
  ApiModel(const std::vector<uint8_t>& file, tc_kernels kernels, const Measure& measure, const Open& open)
      : file_(file.data(), file.size()) {
    const tc_model_file source = {file_.get(), static_cast<uint32_t>(file.size()), static_cast<uint32_t>(kernels)};
    status = measure(&source, &requirements, &diagnostic);
    if (status != TC_OK) return;
    memory_ = std::make_unique<AlignedBytes>(requirements.memory_bytes);
    status = open(&source, memory_->get(), requirements.memory_bytes, &model, &diagnostic);
    if (status == TC_OK) tc_describe(model, &description);
  }

 private:
  AlignedBytes file_;
  std::unique_ptr<AlignedBytes> memory_;
};

inline std::vector<int8_t> RandomBytes(size_t count, std::mt19937* random) {
  std::vector<int8_t> bytes(count);
  for (int8_t& byte : bytes) byte = static_cast<int8_t>((*random)());
  return bytes;
}

}  // namespace tinyclassify::testing

#endif
