#ifndef TINYCLASSIFY_ENGINE_PREPARE_CHECKS_H
#define TINYCLASSIFY_ENGINE_PREPARE_CHECKS_H

#include <stdint.h>

#include "common/attributes.h"
#include "engine/model/model_file.h"
#include "engine/model/schema.h"
#include "engine/prepare/prepare.h"

namespace tinyclassify {

/// What an operator's node must look like.
struct NodeFormat {
  schema::OptionsType options;  ///< Kind of the options table, which may be absent (all defaults); kNoOptions: none is read.
  uint8_t least_inputs;
  uint8_t most_inputs;
};

/// Checks the node's options and number of inputs.
bool CheckNode(const PrepareContext& context, const Node& node, const NodeFormat& format);

/// The same, and that there is one output; then reads the first input and the output as
/// ReadActivation and ReadOutput do.
bool ReadEnds(const PrepareContext& context, const Node& node, const NodeFormat& format, Tensor* input, Tensor* output);

/// Reads input `which` as an int8 activation: batch 1, one scale (finite, positive), zero point in [-128, 127].
bool ReadActivation(const PrepareContext& context, const Node& node, uint32_t which, Tensor* tensor);

/// Reads output `which`, with the same checks; it must not be constant.
bool ReadOutput(const PrepareContext& context, const Node& node, uint32_t which, Tensor* tensor);

/// Reads input `which` as a constant whose buffer has the size that its shape asks for. int32 is 4-byte aligned.
bool ReadConstant(const PrepareContext& context, const Node& node, uint32_t which, schema::TensorType type, Tensor* tensor);

bool CheckActivationTensor(const Tensor& tensor, Diagnosis* diagnosis);

/// Both have the same zero point and, but for rounding, the same scale: for operators that move codes unchanged.
bool CheckSameQuantization(const PrepareContext& context, const Tensor& input, const Tensor& output);

/// `seen` must equal `expected`, else the model is corrupt.
TC_ALWAYS_INLINE bool CheckEqual(const PrepareContext& context, const char* what, int64_t seen, int64_t expected) {
  return seen == expected || context.diagnosis().Corrupt(what, seen, expected);
}

/// Both have the same dimensions, but for one: 4 for none.
bool CheckSameShape(const PrepareContext& context, const Tensor& input, const Tensor& output, uint32_t except);

/// Dimension of `tensor` that an axis of the file means, by its four dimensions; negative axes count from the end.
bool ReadAxis(const PrepareContext& context, const Tensor& tensor, int32_t axis, uint32_t* dimension);

/// Item of an int32 constant.
int32_t Int32Of(const Tensor& constant, uint32_t index);

/// The codes that an activation lets through. @param activation  schema::Activation
bool ActivationRange(const PrepareContext& context, int32_t activation, const Tensor& output, int8_t* activation_min,
                     int8_t* activation_max);

/// The codes that a fused activation lets through, from the option's value and the output's quantization.
bool ReadActivationRange(const PrepareContext& context, const Node& node, uint32_t field, const Tensor& output,
                         int8_t* activation_min, int8_t* activation_max);

/// Reads the model's input and output: what the C API can hold.
bool CheckEnds(const ModelFile& file, Tensor* input, Tensor* output);

bool IsPositiveFinite(float value);

}  // namespace tinyclassify

#endif
