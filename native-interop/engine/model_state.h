#ifndef TINYCLASSIFY_ENGINE_MODEL_STATE_H
#define TINYCLASSIFY_ENGINE_MODEL_STATE_H

#include <stdint.h>

#include "engine/operator.h"
#include "engine/prepare/prepare_context.h"
#include "tinyclassify.h"

/// An open model: the head of the caller's memory. Behind it stand the operators, their constants, and the arena.
struct tc_model {
  tinyclassify::Operator* operators;
  const uint8_t* file;  ///< Read again for descriptions and labels, never while running.
  uint32_t file_bytes;
  uint32_t operator_count;
  uint32_t arena_bytes;
  uint32_t class_count;
  uint32_t output_is_softmax;
  int8_t* input;
  int8_t* output;
  float output_scale;
  int32_t output_zero_point;
};

namespace tinyclassify {

/// Validates the file and works out its memory. With `memory`, also fills it in; `memory_bytes` then must be enough.
/// @param model  receives the opened model; null while only measuring
bool PrepareModel(const uint8_t* data, uint32_t bytes, KernelChoice choice, uint8_t* memory, uint32_t memory_bytes,
                  tc_requirements* requirements, tc_model** model, Diagnosis* diagnosis);

/// tc_open with a choice of kernels.
tc_status OpenModel(const void* model_file, uint32_t model_bytes, KernelChoice choice, void* memory,
                    uint32_t memory_bytes, tc_model** model, tc_diagnostic* diagnostic);
tc_status MeasureModel(const void* model_file, uint32_t model_bytes, KernelChoice choice, tc_requirements* requirements,
                       tc_diagnostic* diagnostic);

/// Fills in all of `info` but live_bytes, from the file. False where the file is damaged there.
bool DescribeOperator(const ModelFile& file, uint32_t index, tc_operator_info* info);

}  // namespace tinyclassify

#endif
