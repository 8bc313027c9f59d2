#ifndef TINYCLASSIFY_ENGINE_KERNELS_BROADCAST_H
#define TINYCLASSIFY_ENGINE_KERNELS_BROADCAST_H

#include <stdint.h>

namespace tinyclassify {

/// How the two inputs of an elementwise operator meet where their shapes differ: NHWC of the output, and for each input
/// the elements from an index to the next, 0 along a dimension of 1.
struct Broadcast {
  int32_t dims[4];
  int32_t first_step[4];
  int32_t second_step[4];
};

/// Calls run(first, second, output) for each element.
template <typename Function>
void ForEachPair(const Broadcast& shape, const int8_t* first, const int8_t* second, int8_t* output, Function run) {
  const int32_t* const dims = shape.dims;
  for (int32_t n = 0; n < dims[0] * dims[1]; ++n) {
    const int32_t y = n % dims[1];
    const int8_t* const a = first + n / dims[1] * shape.first_step[0] + y * shape.first_step[1];
    const int8_t* const b = second + n / dims[1] * shape.second_step[0] + y * shape.second_step[1];
    for (int32_t x = 0; x < dims[2]; ++x) {
      const int8_t* from = a + x * shape.first_step[2];
      const int8_t* other = b + x * shape.second_step[2];
      for (int32_t c = 0; c < dims[3]; ++c, from += shape.first_step[3], other += shape.second_step[3]) {
        *output++ = run(*from, *other);
      }
    }
  }
}

}  // namespace tinyclassify

#endif
