#include "device/run_model.h"

#include <string.h>

#include "qemu/semihosting.h"
#include "workload.h"

namespace tinyclassify::bench {
namespace {

using qemu::Print;
using qemu::ReadCommandLine;
using qemu::ReadFile;

constexpr uint32_t kModelCapacity = 4u << 20;
constexpr uint32_t kMemoryCapacity = 2u << 20;
alignas(16) __attribute__((section(".files"))) uint8_t model_file[kModelCapacity];
alignas(16) uint8_t memory[kMemoryCapacity];

extern "C" uint32_t __stack_limit;

// The CMSDK timer 0 of the board counts down from 2^32 - 1.
struct Timer {
  volatile uint32_t control, value, reload;
};
Timer& GetTimer() { return *reinterpret_cast<Timer*>(0x40000000); }

uint32_t ReadTimer(void*) { return ~GetTimer().value; }

void StartTimer() {
  GetTimer().reload = UINT32_MAX;
  GetTimer().value = UINT32_MAX;
  GetTimer().control = 1;
}

constexpr uint32_t kPaint = 0xA5A5A5A5u;

uintptr_t StackPointer() {
  uintptr_t pointer;
  asm volatile("mov %0, sp" : "=r"(pointer));
  return pointer;
}

void PaintStack() {
  const uintptr_t end = StackPointer() - 64;  // Leaves what this function itself may use.
  for (uintptr_t word = reinterpret_cast<uintptr_t>(&__stack_limit); word < end; word += 4) {
    *reinterpret_cast<volatile uint32_t*>(word) = kPaint;
  }
}

// Bytes between the deepest word that was written since and the caller.
uint32_t StackUsed() {
  const uintptr_t here = StackPointer();
  uintptr_t word = reinterpret_cast<uintptr_t>(&__stack_limit);
  while (word < here && *reinterpret_cast<const volatile uint32_t*>(word) == kPaint) word += 4;
  return static_cast<uint32_t>(here - word);
}

void Line(const char* fact, const char* column, uint32_t number) {
  Print(fact);
  Print(" ");
  Print(column);
  Print(" ");
  Print(number);
  Print("\n");
}

bool Report(tc_diagnostic diagnostic) {
  char line[200];
  tc_name_operator(&diagnostic);
  tc_format_diagnostic(&diagnostic, line, sizeof(line));
  Print("error ");
  Print(line);
  Print("\n");
  return false;
}

void PrintOperators(const tc_model* model, uint32_t count) {
  for (uint32_t i = 0; i < count; ++i) {
    tc_operator_info info;
    if (tc_operator(model, i, &info) != TC_OK) return;
    Print("operator ");
    Print(i);
    Print(" ");
    Print(info.name);
    const uint32_t numbers[] = {static_cast<uint32_t>(info.macs),
                                info.live_bytes,
                                info.kernel_height,
                                info.stride,
                                info.output_shape[1],
                                info.output_shape[2],
                                info.output_shape[3]};
    for (const uint32_t number : numbers) {
      Print(" ");
      Print(number);
    }
    Print("\n");
  }
}

bool RunModel(uint32_t model_bytes, const Column& column, bool prints_operators) {
  tc_requirements needs;
  tc_diagnostic diagnostic;
  tc_model* model;
  tc_description description;
  constexpr uint32_t kMostOperators = 256;
  static uint32_t ticks[kMostOperators];
  const tc_model_file file = {model_file, model_bytes, static_cast<uint32_t>(column.kernels)};
  uint32_t begin = ReadTimer(nullptr);
  if (tc_measure(&file, &needs, &diagnostic) != TC_OK) return Report(diagnostic);
  Line("measure", column.name, ReadTimer(nullptr) - begin);
  if (needs.memory_bytes > kMemoryCapacity) {
    Print("error the model wants more than 2 MiB of memory\n");
    return false;
  }
  PaintStack();
  begin = ReadTimer(nullptr);
  if (tc_open(&file, memory, needs.memory_bytes, &model, &diagnostic) != TC_OK) return Report(diagnostic);
  Line("open", column.name, ReadTimer(nullptr) - begin);
  Line("open_stack", column.name, StackUsed());
  if (tc_describe(model, &description) != TC_OK || description.operator_count > kMostOperators) {
    Print("error the model cannot be described, or has more than 256 operators\n");
    return false;
  }
  Print("memory ");
  Print(column.name);
  Print(" ");
  Print(needs.state_bytes);
  Print(" ");
  Print(needs.arena_bytes);
  Print("\n");
  if (prints_operators) PrintOperators(model, description.operator_count);

  const uint32_t input_bytes = description.input_height * description.input_width * description.input_channels;
  uint32_t hash = kHashStart;
  for (uint32_t seed = 0; seed < kInputs; ++seed) {
    FillInput(seed, tc_input(model), input_bytes);
    PaintStack();
    begin = ReadTimer(nullptr);
    tc_invoke(model);
    const uint32_t elapsed = ReadTimer(nullptr) - begin;
    if (seed == 0) {
      Line("stack", column.name, StackUsed());
      Line("invoke", column.name, elapsed);
    }
    hash = Hash(hash, tc_output(model), description.output_count);
  }
  Line("hash", column.name, hash);
  FillInput(0, tc_input(model), input_bytes);
  tc_invoke_profiled(model, ReadTimer, nullptr, ticks);
  for (uint32_t i = 0; i < description.operator_count; ++i) {
    Print("layer ");
    Print(column.name);
    Print(" ");
    Print(i);
    Print(" ");
    Print(ticks[i]);
    Print("\n");
  }
  return true;
}

}  // namespace

int RunColumns(const Column* columns, uint32_t count) {
  static char line[1024];
  if (!ReadCommandLine(line, sizeof(line))) return 1;
  char* path = strchr(line, ' ');
  if (path == nullptr) {
    Print("error no model was named\n");
    return 1;
  }
  const uint32_t bytes = ReadFile(path + 1, model_file, kModelCapacity);
  if (bytes == 0) {
    Print("error the model cannot be read, or is larger than 4 MiB\n");
    return 1;
  }
  Line("model", "bytes", bytes);
  StartTimer();
  for (uint32_t i = 0; i < count; ++i) {
    if (!RunModel(bytes, columns[i], i == 0)) return 1;
  }
  return 0;
}

}  // namespace tinyclassify::bench
