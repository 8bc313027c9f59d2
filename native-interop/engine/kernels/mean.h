#ifndef TINYCLASSIFY_ENGINE_KERNELS_MEAN_H
#define TINYCLASSIFY_ENGINE_KERNELS_MEAN_H

#include <stdint.h>

#include "engine/buffers.h"
#include "engine/fixed_point.h"
#include "engine/float_rounding.h"
#include "engine/rounding.h"

namespace tinyclassify {

/// MEAN, int8, over any dimensions. Each output is round((sum - count * input_zero_point) * input_scale / (count *
/// output_scale)) + output_zero_point.
struct Mean {
  int32_t kept[4];     ///< NHWC of the input, 1 where the mean is taken over the dimension.
  int32_t reduced[4];  ///< The other way round.
  int32_t step[4];     ///< Elements of the input from an index to the next.
  int32_t bias = 0;    ///< -count * input_zero_point.
  int32_t output_zero_point = 0;
#if TC_FLOAT_ROUNDING
  float factor = 0.0f;      ///< LiteRT rounds sum * factor + float_bias to even: the zero points before rounding.
  float float_bias = 0.0f;
#endif
  Multiplier multiplier;  ///< The sum times 2^max(shift, 0) fits int32: Prepare proves it.
};

/// The plain kernel. buffers.input int8 of the input's shape; buffers.output what is kept of it; no overlap.
void MeanReference(const Mean& mean, const Buffers& buffers);

}  // namespace tinyclassify

#endif
