#ifndef TINYCLASSIFY_ENGINE_MODEL_STATE_H
#define TINYCLASSIFY_ENGINE_MODEL_STATE_H

#include <stdint.h>

#include "engine/model_facts.h"
#include "engine/operator.h"
#include "engine/prepare/prepare_context.h"
#include "tinyclassify.h"

namespace tinyclassify {

/// An open model: the head of the caller's memory. Behind it stand the operators, their constants, and the arena.
struct PreparedModel : tc_model {
  Operator* operators;
};

/// A model file, and what is to run it.
struct ModelSource {
  const uint8_t* data;
  uint32_t bytes;
  KernelChoice choice;
};

/// Validates the file, finds the order of its operators that takes the smaller arena, and works out its memory. With
/// `memory`, also fills it in; `memory_bytes` then must be enough.
/// @param model  receives the opened model; null while only measuring
bool PrepareModel(const ModelSource& source, uint8_t* memory, uint32_t memory_bytes, tc_requirements* requirements,
                  tc_model** model, Diagnosis* diagnosis);

/// tc_open with a choice of kernels.
tc_status OpenModel(const void* model_file, uint32_t model_bytes, KernelChoice choice, void* memory,
                    uint32_t memory_bytes, tc_model** model, tc_diagnostic* diagnostic);
tc_status MeasureModel(const void* model_file, uint32_t model_bytes, KernelChoice choice, tc_requirements* requirements,
                       tc_diagnostic* diagnostic);

}  // namespace tinyclassify

#endif
