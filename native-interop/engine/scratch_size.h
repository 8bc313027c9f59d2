#ifndef TINYCLASSIFY_ENGINE_SCRATCH_SIZE_H
#define TINYCLASSIFY_ENGINE_SCRATCH_SIZE_H

namespace tinyclassify {

/// How much scratch an operator has been given, where its kernel runs with less, too, though slower.
enum class ScratchSize { kSmall, kMedium, kLarge };

}  // namespace tinyclassify

#endif
