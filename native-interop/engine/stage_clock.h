#ifndef TINYCLASSIFY_ENGINE_STAGE_CLOCK_H
#define TINYCLASSIFY_ENGINE_STAGE_CLOCK_H

#include <stdint.h>

#include "tinyclassify.h"

namespace tinyclassify {

/// Tells the time of each operator, also of those that run interleaved as one.
struct StageClock {
  tc_clock clock;
  void* context;
  uint32_t* ticks;  ///< Of the operator that runs; its neighbours' stand beside.
  uint32_t last;

  /// Books what has passed since the last call on the operator `neighbour` places behind the one that runs.
  void Mark(int32_t neighbour) {
    const uint32_t now = clock(context);
    ticks[neighbour] += now - last;
    last = now;
  }
};

/// For kernels of several stages: nothing where nobody measures.
inline void MarkStage(StageClock* clock, int32_t neighbour) {
  if (clock != nullptr) clock->Mark(neighbour);
}

}  // namespace tinyclassify

#endif
