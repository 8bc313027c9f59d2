#ifndef TINYCLASSIFY_ENGINE_REQUIREMENTS_H
#define TINYCLASSIFY_ENGINE_REQUIREMENTS_H

#include <stdint.h>

namespace tinyclassify {

/// What an operator requires of the arena.
struct MemoryRequirements {
  uint32_t scratch_bytes = 0;
  uint32_t medium_scratch_bytes = 0;  ///< With so much it would be faster; 0 where there is no choice.
  uint32_t large_scratch_bytes = 0;   ///< And with so much faster still.
  bool in_place = false;              ///< The output may take the place of the first input, when nobody reads that any more.
  bool in_place_of_second = false;
  bool alias = false;  ///< The output is the input under another shape; nothing runs.
};

/// How much scratch an operator has been given, where its kernel runs with less, too, though slower.
enum class ScratchSize { kSmall, kMedium, kLarge };

}  // namespace tinyclassify

#endif
