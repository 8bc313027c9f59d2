#ifndef TINYCLASSIFY_ENGINE_PREPARE_PREPARE_WINDOW_H
#define TINYCLASSIFY_ENGINE_PREPARE_PREPARE_WINDOW_H

#include <stdint.h>

#include "engine/kernels/window.h"
#include "engine/prepare/prepare_context.h"

namespace tinyclassify {

/// The options of a sliding operator as the file has them, unchecked.
struct WindowOptions {
  int32_t padding = 0;  ///< schema::Padding.
  int32_t stride_height = 0;
  int32_t stride_width = 0;
  int32_t kernel_height = 0;
  int32_t kernel_width = 0;
  int32_t dilation_height = 1;
  int32_t dilation_width = 1;
};

/// Checks the options against both shapes and works out the padding, as TFLite's SAME and VALID do.
bool PrepareWindow(const PrepareContext& context, const WindowOptions& options, const Tensor& input,
                   const Tensor& output, Window* window);

}  // namespace tinyclassify

#endif
