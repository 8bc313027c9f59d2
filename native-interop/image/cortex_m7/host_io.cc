// The host's side of qemu/semihosting.h, for comparing the two.
#include <cstdio>

#include "qemu/semihosting.h"

namespace tinyclassify::qemu {

void Print(const char* text) { std::fputs(text, stdout); }

void Print(uint32_t number) { std::printf("%u", number); }

uint32_t ReadFile(const char* path, void* data, uint32_t capacity) {
  std::FILE* const stream = std::fopen(path, "rb");
  if (stream == nullptr) return 0;
  const size_t bytes = std::fread(data, 1, capacity, stream);
  std::fclose(stream);
  return static_cast<uint32_t>(bytes);
}

}  // namespace tinyclassify::qemu
