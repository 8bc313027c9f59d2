#include <string.h>

#include "device/semihosting.h"
#include "tinyclassify.h"
#include "workload.h"

// One profiled inference, for cycles.sh. Its command line names a model and perhaps a file of numbers. Without that file its
// clock stands still, and QEMU's log tells what ran between two of its calls; with it the n-th call answers the file's n-th
// number, so that what ran between two calls took what the file says.

namespace {

constexpr uint32_t kModelCapacity = 4u << 20;
constexpr uint32_t kMemoryCapacity = 2u << 20;
constexpr uint32_t kNumbersCapacity = 1u << 20;
constexpr uint32_t kMostOperators = 256;
alignas(16) __attribute__((section(".files"))) uint8_t model_file[kModelCapacity];
alignas(16) __attribute__((section(".files"))) char numbers[kNumbersCapacity];
alignas(16) uint8_t memory[kMemoryCapacity];
uint32_t ticks[kMostOperators];

bool RunOnce(uint32_t model_bytes);

}  // namespace

// Its name is what cycles.sh looks for.
extern "C" __attribute__((noinline)) uint32_t CyclesClock(void* context) {
  auto** next = static_cast<const char**>(context);
  uint32_t value = 0;
  for (; **next >= '0' && **next <= '9'; ++*next) value = 10 * value + static_cast<uint32_t>(**next - '0');
  if (**next == '\n') ++*next;
  return value;
}

namespace {

bool RunOnce(uint32_t model_bytes) {
  tc_requirements needs;
  tc_model* model;
  tc_description description;
  const char* next = numbers;
  if (tc_measure(model_file, model_bytes, &needs, nullptr) != TC_OK || needs.memory_bytes > kMemoryCapacity ||
      tc_open(model_file, model_bytes, memory, needs.memory_bytes, &model, nullptr) != TC_OK ||
      tc_describe(model, &description) != TC_OK || description.operator_count > kMostOperators) {
    return false;
  }
  tinyclassify::bench::FillInput(0, tc_input(model),
                                 description.input_height * description.input_width * description.input_channels);
  tc_invoke_profiled(model, CyclesClock, &next, ticks);
  for (uint32_t i = 0; i < description.operator_count; ++i) {
    tinyclassify::bench::Print(i);
    tinyclassify::bench::Print(" ");
    tinyclassify::bench::Print(ticks[i]);
    tinyclassify::bench::Print("\n");
  }
  return true;
}

}  // namespace

int main() {
  static char line[1024];
  if (!tinyclassify::bench::ReadCommandLine(line, sizeof(line))) return 1;
  char* const path = strchr(line, ' ');
  if (path == nullptr) return 1;
  char* const second = strchr(path + 1, ' ');
  if (second != nullptr) {
    *second = '\0';
    if (tinyclassify::bench::ReadFile(second + 1, numbers, kNumbersCapacity - 1) == 0) return 1;
  }
  const uint32_t bytes = tinyclassify::bench::ReadFile(path + 1, model_file, kModelCapacity);
  return bytes != 0 && RunOnce(bytes) ? 0 : 1;
}
