#ifndef TINYCLASSIFY_ENGINE_FLOAT_ROUNDING_H
#define TINYCLASSIFY_ENGINE_FLOAT_ROUNDING_H

#include <stdint.h>
#include <string.h>

namespace tinyclassify {

/// round(value), halves to even.
/// @return  exact in [-1024, 1024], which an int8 code less a zero point never leaves; the nearer end outside
inline int32_t RoundToEven(float value) {
  constexpr float kLimit = 1024.0f;
  // 1.5 * 2^23: a sum with it has no bits below 1, and the addition rounds to the nearest, halves to even.
  constexpr float kMagic = 12582912.0f;
  value = value < -kLimit ? -kLimit : (value > kLimit ? kLimit : value);
  const float sum = value + kMagic;
  int32_t bits;
  memcpy(&bits, &sum, sizeof(bits));
  return bits - 0x4b400000;
}

/// round(accumulator * factor) as LiteRT's XNNPACK does it: a product of float32, halves to even. Where the exact product
/// lies within float32's error of a half, the answer may be the integer that is not the nearest.
/// @return  as RoundToEven
inline int32_t RoundProduct(int32_t accumulator, float factor) {
  return RoundToEven(static_cast<float>(accumulator) * factor);
}

}  // namespace tinyclassify

#endif
