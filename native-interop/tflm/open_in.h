#ifndef TINYCLASSIFY_TFLM_OPEN_IN_H
#define TINYCLASSIFY_TFLM_OPEN_IN_H

#include "tflm/tflm_model.h"

namespace tinyclassify {

/// Bytes of the memory that stand before the arena.
constexpr uint32_t kStateBytes = RoundUp(sizeof(TflmModel), TC_ALIGNMENT);

/// Prepares the model in `memory`, TC_ALIGNMENT aligned; fails with TC_ERROR_MEMORY where it is too small.
/// @return the model, or null
TflmModel* OpenIn(const tc_model_file& source, uint8_t* memory, uint32_t memory_bytes, Diagnosis* diagnosis);

/// Finds the smallest memory in which OpenIn succeeds, by trying it in blocks of the C heap.
bool MeasureByOpening(const tc_model_file& source, tc_requirements* requirements, Diagnosis* diagnosis);

}  // namespace tinyclassify

#endif
