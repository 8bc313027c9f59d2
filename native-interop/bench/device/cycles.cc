#include <string.h>

#include "qemu/semihosting.h"
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
  const tc_model_file file = {model_file, model_bytes, TC_KERNELS_FASTEST};
  if (tc_measure(&file, &needs, nullptr) != TC_OK || needs.memory_bytes > kMemoryCapacity ||
      tc_open(&file, memory, needs.memory_bytes, &model, nullptr) != TC_OK || tc_describe(model, &description) != TC_OK ||
      description.operator_count > kMostOperators) {
    return false;
  }
  tinyclassify::bench::FillInput(0, tc_input(model),
                                 description.input_height * description.input_width * description.input_channels);
  tc_invoke_profiled(model, CyclesClock, &next, ticks);
  for (uint32_t i = 0; i < description.operator_count; ++i) {
    tinyclassify::qemu::Print(i);
    tinyclassify::qemu::Print(" ");
    tinyclassify::qemu::Print(ticks[i]);
    tinyclassify::qemu::Print("\n");
  }
  return true;
}

}  // namespace

int main() {
  static char line[1024];
  if (!tinyclassify::qemu::ReadCommandLine(line, sizeof(line))) return 1;
  char* const path = strchr(line, ' ');
  if (path == nullptr) return 1;
  char* const second = strchr(path + 1, ' ');
  if (second != nullptr) {
    *second = '\0';
    if (tinyclassify::qemu::ReadFile(second + 1, numbers, kNumbersCapacity - 1) == 0) return 1;
  }
  const uint32_t bytes = tinyclassify::qemu::ReadFile(path + 1, model_file, kModelCapacity);
  return bytes != 0 && RunOnce(bytes) ? 0 : 1;
}
