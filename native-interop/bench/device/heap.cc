#include <stddef.h>

// The C library's heap, which only the programs over TFLM use.

namespace {

// For tc_measure, which has to open the model to learn its arena.
constexpr ptrdiff_t kHeapBytes = 8 << 20;
alignas(16) __attribute__((section(".files"))) char heap[kHeapBytes];
ptrdiff_t heap_used = 0;

}  // namespace

extern "C" void* _sbrk(ptrdiff_t more) {
  if (heap_used + more > kHeapBytes) return reinterpret_cast<void*>(-1);
  heap_used += more;
  return heap + heap_used - more;
}
