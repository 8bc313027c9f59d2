// Hands out the caller's workspace piece by piece. Without memory behind it the same calls only count: that is how
// tc_probe_picture knows the bytes that decoding will take, by the very code that will take them.
#ifndef TINYCLASSIFY_IMAGE_WORKSPACE_H
#define TINYCLASSIFY_IMAGE_WORKSPACE_H

#include <cstdint>

#include "tinyclassify.h"

namespace tinyclassify::image {

class Workspace {
 public:
  /// @param memory    TC_ALIGNMENT aligned, or null to count only
  /// @param capacity  bytes
  Workspace(void* memory, uint32_t capacity) : memory_(static_cast<uint8_t*>(memory)), capacity_(capacity) {}

  /// @return TC_ALIGNMENT aligned memory for `count` values, uninitialised; null when counting or when it does not fit
  ///         (then Fits() is false for good)
  template <typename T>
  T* Take(uint64_t count) {
    const uint64_t start = used_;
    // Counts are below 2^34 and sizes below 2^14: no overflow.
    used_ += (count * sizeof(T) + TC_ALIGNMENT - 1) / TC_ALIGNMENT * TC_ALIGNMENT;
    return memory_ != nullptr && Fits() ? reinterpret_cast<T*>(memory_ + start) : nullptr;
  }

  bool Fits() const { return used_ <= capacity_; }
  uint64_t used() const { return used_; }

 private:
  uint8_t* memory_;
  uint64_t capacity_;
  uint64_t used_ = 0;
};

}  // namespace tinyclassify::image

#endif
