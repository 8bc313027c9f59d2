#ifndef TINYCLASSIFY_ENGINE_PREPARE_WINDOW_H
#define TINYCLASSIFY_ENGINE_PREPARE_WINDOW_H

#include <stdint.h>

#include "engine/prepare/checks.h"

namespace tinyclassify {

/// Where sliding operators differ, as the file has it, unchecked.
struct WindowTaps {
  int32_t kernel_height;
  int32_t kernel_width;
  int32_t dilation_height;
  int32_t dilation_width;
};

/// Reads padding and strides from the operator's options, checks all against both shapes and works out the padding, as
/// TFLite's SAME and VALID do.
bool PrepareWindow(const PrepareContext& context, const Table& options, const WindowTaps& taps, const Tensor& input,
                   const Tensor& output, Window* window);

}  // namespace tinyclassify

#endif
