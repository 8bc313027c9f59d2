#ifndef TINYCLASSIFY_BENCH_WORKLOAD_H
#define TINYCLASSIFY_BENCH_WORKLOAD_H

#include <stdint.h>

/// The inputs that the bench runs, the same on the PC and on the microcontroller, and the hash that compares the
/// outputs.
namespace tinyclassify::bench {

/// xorshift32, so that both sides make the same bytes.
inline void FillInput(uint32_t seed, int8_t* input, uint32_t bytes) {
  uint32_t state = seed * 2654435761u + 1;
  for (uint32_t i = 0; i < bytes; ++i) {
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    input[i] = static_cast<int8_t>(state >> 24);
  }
}

constexpr uint32_t kHashStart = 2166136261u;  // FNV-1a.

inline uint32_t Hash(uint32_t hash, const int8_t* bytes, uint32_t count) {
  for (uint32_t i = 0; i < count; ++i) hash = (hash ^ static_cast<uint8_t>(bytes[i])) * 16777619u;
  return hash;
}

/// Inputs that each side runs for the hash.
constexpr uint32_t kInputs = 3;

}  // namespace tinyclassify::bench

#endif
