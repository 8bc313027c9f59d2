#ifndef TINYCLASSIFY_ENGINE_KERNELS_COPY_H
#define TINYCLASSIFY_ENGINE_KERNELS_COPY_H

#include <stdint.h>

#include "engine/buffers.h"

namespace tinyclassify {

/// One input of CONCATENATION, or one output of SPLIT.
struct Part {
  int8_t* data;   ///< Where it lies; an input of CONCATENATION is only read.
  int32_t bytes;  ///< That lie side by side in the whole.
};

/// CONCATENATION and SPLIT, int8: moves codes. The whole is buffers.output or buffers.input.
struct Parts {
  Part* parts = nullptr;  ///< [count], in their order along the axis.
  int32_t count = 0;
  int32_t rounds = 1;  ///< Indices of the dimensions before the axis.
};

/// STRIDED_SLICE, int8: moves codes.
struct Slice {
  int32_t count[4];       ///< NHWC of the output.
  int32_t step[4];        ///< Elements of the input from an index of the output to the next.
  int32_t start = 0;      ///< Element of the input.
};

/// No overlap in any of them.
void Concatenate(const Parts& concatenation, const Buffers& buffers);
void Split(const Parts& split, const Buffers& buffers);
void CopySlice(const Slice& slice, const Buffers& buffers);

}  // namespace tinyclassify

#endif
