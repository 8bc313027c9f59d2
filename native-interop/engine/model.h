#ifndef TINYCLASSIFY_ENGINE_MODEL_H
#define TINYCLASSIFY_ENGINE_MODEL_H

#include <stdint.h>

#include "common/block_allocator.h"
#include "engine/model/model_file.h"
#include "engine/operator.h"
#include "tinyclassify.h"

/// An open model as far as every runtime knows it. A runtime's own state derives from it.
struct tc_model {
  const uint8_t* file;  ///< Read again for descriptions and labels, never while running.
  uint32_t file_bytes;
  uint32_t operator_count;
  uint32_t arena_bytes;
  uint32_t class_count;
  uint32_t output_count;  ///< 1 for a binary classifier: the probability of class 1 of two.
  uint32_t input_table;   ///< In the file, int8 [channels, 256]: the code of each byte of a picture. 0 for p - 128.
  int8_t* input;
  int8_t* output;
  float output_scale;
  int32_t output_zero_point;
  uint16_t input_height;  ///< Of a picture; 0 where none feeds the model.
  uint16_t input_width;
  uint8_t input_kind;  ///< tc_input_kind.
  bool output_is_softmax;
  bool shortcuts_first;  ///< The operators run in the order of ModelFile::PutShortcutsFirst.
};

namespace tinyclassify {

/// A wrong argument where there is no file, or its options are none. What its bytes are, ModelFile::Open tells.
bool CheckModelFile(const tc_model_file* file, Diagnosis* diagnosis);

/// Fills in all of `info` but live_bytes, from the file. False where the file is damaged there.
bool DescribeOperator(const ModelFile& file, uint32_t place, tc_operator_info* info);

/// Fills in of `facts` what both ends of the model tell: shapes, kinds, quantization, table.
void DescribeEnds(const ModelFile& file, const Tensor& input, const Tensor& output, tc_model* facts);

/// Arena bytes in use while an operator runs, scratch included. Each runtime defines it.
/// @param place  of the operator in the order of execution
uint32_t LiveBytes(const tc_model& model, uint32_t place);

/// An open model: the head of the caller's memory. Behind it stand the operators, their constants, and the arena.
struct PreparedModel : tc_model {
  Operator* operators;
};

/// Validates the file, finds the order of its operators that takes the smaller arena, and works out its memory. With
/// `memory`, also fills it in.
/// @param model  receives the opened model; null while only measuring
bool PrepareModel(const tc_model_file& source, const BlockAllocator& memory, tc_requirements* requirements, tc_model** model,
                  Diagnosis* diagnosis);

}  // namespace tinyclassify

#endif
