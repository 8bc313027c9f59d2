// Any bytes as a model: it is refused, or it runs inside its memory and gives the same scores twice, whichever kernels run.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include "tinyclassify.h"

namespace {

constexpr uint32_t kMostMemory = 16 << 20;
constexpr uint64_t kMostMacs = 1 << 18;  // Longer runs take the fuzzer's time and no other code.
constexpr uint32_t kMostClasses = 64;    // The likeliest of thousands are found class by class.

void Require(bool condition) {
  if (!condition) abort();
}

std::unique_ptr<void, decltype(&free)> Aligned(size_t bytes) {
  void* memory = nullptr;
  Require(posix_memalign(&memory, TC_ALIGNMENT, bytes == 0 ? 1 : bytes) == 0);
  return {memory, &free};
}

uint64_t ReadEverything(const tc_model* model, const tc_description& description) {
  uint64_t sum = 0;
  for (uint32_t i = 0; i < description.name_bytes; ++i) sum += static_cast<uint8_t>(description.name[i]);
  for (uint32_t c = 0; c < description.class_count; ++c) {
    const char* text = nullptr;
    uint32_t bytes = 0;
    Require(tc_label(model, c, &text, &bytes) == TC_OK);
    sum += std::string(text, bytes).size();
  }
  for (uint32_t i = 0; i < description.operator_count; ++i) {
    tc_operator_info info;
    Require(tc_operator(model, i, &info) == TC_OK);
    sum += strlen(info.name) + info.macs;
  }
  return sum;
}

/// Timed, the scores are the same; from pixels, a model that takes pictures runs, too.
void RunAgain(tc_model* model, const tc_description& description, const std::vector<int8_t>& scores, int8_t* input,
              uint32_t inputs) {
  const auto clock = [](void* context) { return ++*static_cast<uint32_t*>(context); };
  uint32_t now = 0, sum = 0;
  std::vector<uint32_t> ticks(description.operator_count);
  for (uint32_t i = 0; i < inputs; ++i) input[i] = static_cast<int8_t>(i * 37);
  tc_invoke_profiled(model, clock, &now, ticks.data());
  for (const uint32_t tick : ticks) sum += tick;
  Require(sum == now - 1);
  Require(std::equal(scores.begin(), scores.end(), tc_output(model)));
  uint8_t pixels[2 * 2 * 3] = {0, 50, 100, 150, 200, 250, 3, 6, 9, 12, 15, 18};
  tc_frame_file frame = {{pixels, 2, 2, 6, TC_FRAME_RGB888}, 0};
  std::vector<uint64_t> workspace(8192 + (description.input_height + description.input_width) * 8);
  tc_picture picture = {{}, nullptr, nullptr, nullptr, static_cast<uint32_t>(workspace.size() * 8 - 8)};
  picture.workspace = workspace.data() + (reinterpret_cast<uintptr_t>(workspace.data()) % TC_ALIGNMENT) / 8;
  const tc_timer timer = {clock, &now};
  uint16_t view[4];
  const tc_preview preview = {view, 2, 2};
  tc_picture_ticks passed;
  tc_diagnostic diagnostic;
  Require(tc_frame_reader(&frame, &picture.file, &diagnostic) == TC_OK);
  const tc_status status = tc_classify_picture(model, &picture, now % 2 ? &preview : nullptr, &timer, &passed, &diagnostic);
  Require(status == (description.input_kind == TC_INPUT_TENSOR ? TC_ERROR_MODEL_UNSUPPORTED : TC_OK) ||
          status == TC_ERROR_PICTURE_TOO_LARGE);
  for (uint32_t i = 0; i < inputs; ++i) input[i] = static_cast<int8_t>(i * 37);
  tc_invoke(model);
}

std::vector<int8_t> Run(tc_model_file file, tc_kernels kernels, uint8_t fill) {
  file.kernels = static_cast<uint32_t>(kernels);
  tc_requirements needed;
  tc_model* model = nullptr;
  tc_diagnostic diagnostic;
  Require(tc_measure(&file, &needed, &diagnostic) == TC_OK);
  const auto memory = Aligned(needed.memory_bytes);
  memset(memory.get(), fill, needed.memory_bytes);
  Require(tc_open(&file, memory.get(), needed.memory_bytes, &model, &diagnostic) == TC_OK);
  tc_description description;
  Require(tc_describe(model, &description) == TC_OK);
  Require(ReadEverything(model, description) > 0);  // Operators have names.
  if (description.macs > kMostMacs) return {};
  const uint32_t inputs = description.input_height * description.input_width * description.input_channels;
  int8_t* const input = tc_input(model);
  for (uint32_t i = 0; i < inputs; ++i) input[i] = static_cast<int8_t>(i * 37);
  tc_invoke(model);
  const int8_t* const output = tc_output(model);
  const std::vector<int8_t> scores(output, output + description.output_count);
  RunAgain(model, description, scores, input, inputs);
  std::vector<tc_prediction> top(std::min(description.class_count, kMostClasses));
  Require(tc_top(model, static_cast<uint32_t>(top.size()), top.data()) == TC_OK);
  return scores;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto copy = Aligned(size);
  if (size > 0) memcpy(copy.get(), data, size);
  const tc_model_file file = {copy.get(), static_cast<uint32_t>(size), TC_KERNELS_FASTEST};
  tc_requirements needed;
  tc_diagnostic diagnostic;
  if (tc_measure(&file, &needed, &diagnostic) != TC_OK) {
    char line[256];
    Require(diagnostic.what != nullptr);
    tc_format_diagnostic(&diagnostic, line, sizeof(line));
    return 0;
  }
  if (needed.memory_bytes > kMostMemory) return 0;
  // Too little memory by a byte is refused.
  const auto small = Aligned(needed.memory_bytes - 1);
  tc_model* model = nullptr;
  Require(tc_open(&file, small.get(), needed.memory_bytes - 1, &model, nullptr) == TC_ERROR_MEMORY);
  const std::vector<int8_t> scores = Run(file, TC_KERNELS_FASTEST, 0x00);
  Require(Run(file, TC_KERNELS_FASTEST, 0xFF) == scores);
  Require(Run(file, TC_KERNELS_PLAIN, 0x55) == scores);
  Require(Run(file, TC_KERNELS_CORTEX_M7, 0xAA) == scores);
  return 0;
}
