#ifndef TINYCLASSIFY_TFLM_ARENA_H
#define TINYCLASSIFY_TFLM_ARENA_H

#include <csetjmp>
#include <cstddef>
#include <cstdint>

#include "tensorflow/lite/micro/arena_allocator/single_arena_buffer_allocator.h"

namespace tinyclassify {

/// TFLM's arena, for which running out is an answer and not a crash. TFLM's kernels write to what they asked for
/// without looking whether they got it, so a request that does not fit leaves by a jump. TFLM owns nothing that would
/// have to be released on the way: all it has lies in this arena.
class Arena : public tflite::SingleArenaBufferAllocator {
 public:
  /// @param memory  TC_ALIGNMENT aligned
  /// @param exit    where a request that does not fit jumps to, until Close is called
  Arena(uint8_t* memory, size_t bytes, std::jmp_buf* exit)
      : SingleArenaBufferAllocator(memory, bytes), bytes_(bytes), exit_(exit) {}

  /// From here on a request that does not fit gets null.
  void Close() { exit_ = nullptr; }

  /// After a jump: the size that the request which did not fit wanted. What would have come behind it is not known.
  size_t wanted_bytes() const { return bytes_ + missing_; }

  TfLiteStatus ResizeBuffer(uint8_t* buffer, size_t size, size_t alignment) override;
  uint8_t* AllocatePersistentBuffer(size_t size, size_t alignment) override;
  uint8_t* AllocateTemp(size_t size, size_t alignment) override;

 private:
  void Leave(size_t size, size_t alignment);

  size_t bytes_;
  size_t missing_ = 0;
  std::jmp_buf* exit_;
};

}  // namespace tinyclassify

#endif
