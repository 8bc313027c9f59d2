#ifndef TINYCLASSIFY_ENGINE_API_PROBABILITY_H
#define TINYCLASSIFY_ENGINE_API_PROBABILITY_H

#include <stdint.h>

namespace tinyclassify {

/// A positive float as an integer number of 2^-24, rounded down, saturated to 2^31: what integer code can compute with.
/// Exact for scales from 1 down to 2^-1 and to 24 bits in all; below 2^-24 it is 0.
uint32_t ScaleInQ24(float scale);

/// exp(-steps * scale) in Q30, by integer arithmetic alone.
/// @param steps  [0, 255]
/// @return       [0, 2^30]; error below 2^-20
uint32_t ExpOfMinusSteps(uint32_t steps, uint32_t scale_q24);

/// Softmax of one of the logits, in thousandths, rounded to nearest.
uint32_t LogitPermille(const int8_t* logits, uint32_t count, uint32_t index, float scale);

/// scale * (score - zero_point) in thousandths, rounded to nearest, in [0, 1000].
uint32_t DequantizedPermille(int8_t score, int32_t zero_point, float scale);

}  // namespace tinyclassify

#endif
