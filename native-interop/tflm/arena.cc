#include "tflm/arena.h"

namespace tinyclassify {

void Arena::Leave(size_t size, size_t alignment) {
  if (exit_ == nullptr) return;
  const size_t available = GetAvailableMemory(alignment);
  missing_ = available < size ? size - available : 1;
  std::longjmp(*exit_, 1);
}

TfLiteStatus Arena::ResizeBuffer(uint8_t* buffer, size_t size, size_t alignment) {
  const TfLiteStatus status = SingleArenaBufferAllocator::ResizeBuffer(buffer, size, alignment);
  if (status != kTfLiteOk) Leave(size, alignment);
  return status;
}

// TFLM looks only whether it meets what is kept at the other end, not what is there for a while.
uint8_t* Arena::AllocatePersistentBuffer(size_t size, size_t alignment) {
  if (GetAvailableMemory(alignment) < size) {
    Leave(size, alignment);
    return nullptr;
  }
  uint8_t* const buffer = SingleArenaBufferAllocator::AllocatePersistentBuffer(size, alignment);
  if (buffer == nullptr) Leave(size, alignment);
  return buffer;
}

uint8_t* Arena::AllocateTemp(size_t size, size_t alignment) {
  uint8_t* const buffer = SingleArenaBufferAllocator::AllocateTemp(size, alignment);
  if (buffer == nullptr) Leave(size, alignment);
  return buffer;
}

}  // namespace tinyclassify
