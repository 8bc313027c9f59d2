#ifndef TINYCLASSIFY_ENGINE_BUFFERS_H
#define TINYCLASSIFY_ENGINE_BUFFERS_H

#include <stdint.h>

namespace tinyclassify {

/// Where one operator reads and writes; resolved once, when the model is opened.
struct Buffers {
  const int8_t* input = nullptr;
  const int8_t* second_input = nullptr;  ///< Of operators with two activations.
  int8_t* output = nullptr;
  void* scratch = nullptr;  ///< As many bytes as Prepare asked for, 16-byte aligned; null for none.
};

}  // namespace tinyclassify

#endif
