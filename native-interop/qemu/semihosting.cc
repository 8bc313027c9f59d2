#include "qemu/semihosting.h"

#include <string.h>

namespace tinyclassify::qemu {
namespace {

enum Call : uint32_t {
  kOpen = 0x01,
  kClose = 0x02,
  kWrite0 = 0x04,
  kRead = 0x06,
  kFileLength = 0x0C,
  kGetCommandLine = 0x15,
  kExit = 0x18
};

uint32_t CallHost(Call call, const void* argument) {
  register uint32_t r0 asm("r0") = call;
  register const void* r1 asm("r1") = argument;
  asm volatile("bkpt 0xAB" : "+r"(r0) : "r"(r1) : "memory");
  return r0;
}

uint32_t Word(const void* pointer) { return static_cast<uint32_t>(reinterpret_cast<uintptr_t>(pointer)); }

}  // namespace

void Print(const char* text) { CallHost(kWrite0, text); }

void Print(uint32_t number) {
  char digits[11];
  char* begin = digits + sizeof(digits) - 1;
  *begin = '\0';
  do {
    *--begin = static_cast<char>('0' + number % 10);
    number /= 10;
  } while (number != 0);
  Print(begin);
}

void Exit(bool success) {
  constexpr uint32_t kApplicationExit = 0x20026;
  constexpr uint32_t kRuntimeError = 0x20023;
  for (;;) CallHost(kExit, reinterpret_cast<const void*>(success ? kApplicationExit : kRuntimeError));
}

bool ReadCommandLine(char* line, uint32_t capacity) {
  uint32_t block[2] = {Word(line), capacity};
  return CallHost(kGetCommandLine, block) == 0;
}

uint32_t ReadFile(const char* path, void* data, uint32_t capacity) {
  constexpr uint32_t kReadBinary = 1;
  const uint32_t open[3] = {Word(path), kReadBinary, static_cast<uint32_t>(strlen(path))};
  const uint32_t handle = CallHost(kOpen, open);
  if (handle == UINT32_MAX) return 0;
  uint32_t bytes = CallHost(kFileLength, &handle);
  const uint32_t read[3] = {handle, Word(data), bytes};
  if (bytes == UINT32_MAX || bytes > capacity || CallHost(kRead, read) != 0) bytes = 0;
  CallHost(kClose, &handle);
  return bytes;
}

}  // namespace tinyclassify::qemu
