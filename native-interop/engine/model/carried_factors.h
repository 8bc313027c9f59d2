#ifndef TINYCLASSIFY_ENGINE_MODEL_CARRIED_FACTORS_H
#define TINYCLASSIFY_ENGINE_MODEL_CARRIED_FACTORS_H

#include <stdint.h>

namespace tinyclassify {

/// The requantisation factors of one operator as the file's metadata carries them, to be used where they lie.
///
/// The entry "tinyclassify.requantization", all little endian, from a multiple of 4 in memory:
///   uint32 version = 1, uint32 operators, uint32 channels, uint32 0
///   int32  multipliers[channels]
///   uint32 first_channel[operators]   for each operator of the model, where its channels start
///   int8   shifts[channels]
/// It is a copy of what follows from the scales. The engine compares each factor with the one that it works out itself,
/// so that no byte of the entry is trusted; where one differs, the operator's factors go to RAM as without the entry.
struct CarriedFactors {
  const int32_t* multipliers = nullptr;  ///< [channels] Q31; null where the file carries none for the operator.
  const int8_t* shifts = nullptr;        ///< [channels]
};

/// @param entry           null for none; an entry of another version, size or alignment counts as none
/// @param operator_count  of the model
CarriedFactors FindCarriedFactors(const uint8_t* entry, uint32_t entry_bytes, uint32_t operator_count,
                                  uint32_t operator_index, uint32_t channels);

}  // namespace tinyclassify

#endif
