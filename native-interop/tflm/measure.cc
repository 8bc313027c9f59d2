#include <cstdlib>

#include "tflm/open_in.h"

// TFLM tells what a model takes only once it has prepared it. So tc_measure prepares it, in a block of the C heap that
// it gives back, and looks for the smallest block in which that goes well.

namespace tinyclassify {
namespace {

constexpr uint32_t kFirstBytes = 64u << 10;
constexpr uint32_t kMostBytes = 1u << 30;

class HeapBlock {
 public:
  explicit HeapBlock(uint32_t bytes) : block_(std::malloc(bytes + TC_ALIGNMENT)) {}
  HeapBlock(const HeapBlock&) = delete;
  HeapBlock& operator=(const HeapBlock&) = delete;
  ~HeapBlock() { std::free(block_); }

  /// TC_ALIGNMENT aligned; null where the heap has no such block.
  uint8_t* get() const {
    if (block_ == nullptr) return nullptr;
    auto* const bytes = static_cast<uint8_t*>(block_);
    return bytes + (TC_ALIGNMENT - reinterpret_cast<uintptr_t>(bytes) % TC_ALIGNMENT) % TC_ALIGNMENT;
  }

 private:
  void* block_;
};

bool Fits(const tc_model_file& source, uint8_t* memory, uint32_t memory_bytes) {
  Diagnosis ignored;
  return OpenIn(source, memory, memory_bytes, &ignored) != nullptr;
}

// @return the arena that a model used which was opened in a block of `*capacity` bytes, or 0
uint32_t UsedInAmpleMemory(const tc_model_file& source, uint32_t* capacity, Diagnosis* diagnosis) {
  for (*capacity = kFirstBytes; *capacity <= kMostBytes; *capacity *= 2) {
    const HeapBlock block(*capacity);
    if (block.get() == nullptr) break;
    Diagnosis attempt;
    const TflmModel* model = OpenIn(source, block.get(), *capacity, &attempt);
    if (model != nullptr) return model->arena_bytes;
    tc_diagnostic found;
    if (attempt.Report(&found) != TC_ERROR_MEMORY) {
      *diagnosis = attempt;
      return 0;
    }
  }
  diagnosis->Fail(TC_ERROR_MEMORY, "bytes of the C heap, in which TFLM's arena is measured", *capacity / 2, *capacity);
  return 0;
}

}  // namespace

bool MeasureByOpening(const tc_model_file& source, tc_requirements* requirements, Diagnosis* diagnosis) {
  uint32_t capacity;
  const uint32_t used = UsedInAmpleMemory(source, &capacity, diagnosis);
  if (used == 0) return false;
  const HeapBlock block(capacity);
  if (block.get() == nullptr) return diagnosis->Fail(TC_ERROR_MEMORY, "bytes of the C heap", 0, capacity);
  // What is in use at the end cannot be too much; what was in use on the way may have been more.
  uint32_t low = (kStateBytes + used - 1) / TC_ALIGNMENT;
  uint32_t high = capacity / TC_ALIGNMENT;
  if (Fits(source, block.get(), (low + 1) * TC_ALIGNMENT)) high = low + 1;
  while (high - low > 1) {
    const uint32_t middle = low + (high - low) / 2;
    (Fits(source, block.get(), middle * TC_ALIGNMENT) ? high : low) = middle;
  }
  requirements->state_bytes = kStateBytes;
  requirements->memory_bytes = high * TC_ALIGNMENT;
  requirements->arena_bytes = requirements->memory_bytes - kStateBytes;
  return true;
}

}  // namespace tinyclassify
