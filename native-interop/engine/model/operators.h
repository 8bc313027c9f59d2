#ifndef TINYCLASSIFY_ENGINE_MODEL_OPERATORS_H
#define TINYCLASSIFY_ENGINE_MODEL_OPERATORS_H

#include <stdint.h>

#include "common/diagnosis.h"
#include "engine/model/schema.h"
#include "tinyclassify.h"

// The operators that the engine has: calls X(TFLite's name, its code, the function that prepares it).
#define TC_FOR_EACH_OPERATOR(X)                                               \
  X(ADD, schema::kAdd, PrepareAdd)                                            \
  X(AVERAGE_POOL_2D, schema::kAveragePool2D, PrepareAveragePool2D)            \
  X(CONCATENATION, schema::kConcatenation, PrepareConcatenation)              \
  X(CONV_2D, schema::kConv2D, PrepareConv2D)                                  \
  X(DEPTHWISE_CONV_2D, schema::kDepthwiseConv2D, PrepareDepthwiseConv2D)      \
  X(FULLY_CONNECTED, schema::kFullyConnected, PrepareFullyConnected)          \
  X(HARD_SWISH, schema::kHardSwish, PrepareHardSwish)                         \
  X(LEAKY_RELU, schema::kLeakyRelu, PrepareLeakyRelu)                         \
  X(LOG_SOFTMAX, schema::kLogSoftmax, PrepareLogSoftmax)                      \
  X(LOGISTIC, schema::kLogistic, PrepareLogistic)                             \
  X(MAX_POOL_2D, schema::kMaxPool2D, PrepareMaxPool2D)                        \
  X(MEAN, schema::kMean, PrepareMean)                                         \
  X(MUL, schema::kMul, PrepareMul)                                            \
  X(PAD, schema::kPad, PreparePad)                                            \
  X(QUANTIZE, schema::kQuantize, PrepareQuantize)                             \
  X(RELU, schema::kRelu, PrepareRelu)                                         \
  X(RELU6, schema::kRelu6, PrepareRelu)                                       \
  X(RELU_N1_TO_1, schema::kReluN1To1, PrepareRelu)                            \
  X(RESHAPE, schema::kReshape, PrepareReshape)                                \
  X(RSQRT, schema::kRsqrt, PrepareRsqrt)                                      \
  X(SOFTMAX, schema::kSoftmax, PrepareSoftmax)                                \
  X(SPLIT, schema::kSplit, PrepareSplit)                                      \
  X(SQUARED_DIFFERENCE, schema::kSquaredDifference, PrepareSquaredDifference) \
  X(STRIDED_SLICE, schema::kStridedSlice, PrepareStridedSlice)                \
  X(SUB, schema::kSub, PrepareSub)

// TC_HAS(NAME): whether this build runs an operator. With TC_ALL_OPERATORS=0 only those for which TC_WITH_<NAME> is 1 (CMake's
// TC_OPERATORS), and nothing else of them is linked.
#ifndef TC_ALL_OPERATORS
#define TC_ALL_OPERATORS 1
#endif
// 1 where TC_WITH_<name> is defined as 1, otherwise 0: a defined one puts a comma before the second argument.
#define TC_COMMA_FOR_1 0,
#define TC_SECOND(ignored, value, ...) value
#define TC_IS_1_COMMA(comma) TC_SECOND(comma 1, 0, 0)
#define TC_IS_1_VALUE(value) TC_IS_1_COMMA(TC_COMMA_FOR_##value)
#define TC_IS_1(macro) TC_IS_1_VALUE(macro)
#define TC_HAS(name) (TC_ALL_OPERATORS || TC_IS_1(TC_WITH_##name))

namespace tinyclassify {

/// TFLite's name of a builtin operator, e.g. "CONV_2D"; static. "of a kind" for a code that is newer than the table.
/// A program that calls it links the table, 1.8 KB.
const char* OperatorName(int32_t code);

/// The diagnostic's `what` for an operator that is not run: its name, or without the words of the checks "of a kind", which
/// links no table.
const char* UnsupportedOperator(int32_t code);

/// Whether the `what` of a diagnostic that concerns an operator came from UnsupportedOperator; then `seen` is its code.
#if TC_CHECK_WORDS
bool IsUnsupportedOperator(int32_t status, const char* what);
#else  // No check of an operator has words but this one.
inline bool IsUnsupportedOperator(int32_t status, const char* what) {
  return status == TC_ERROR_MODEL_UNSUPPORTED && *what != '\0';
}
#endif

}  // namespace tinyclassify

#endif
