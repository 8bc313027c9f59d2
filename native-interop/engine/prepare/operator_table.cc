#include "engine/prepare/operator_table.h"

#include "engine/model/schema.h"
#include "engine/prepare/prepare_functions.h"

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
#define TC_OPERATOR(name, builtin, prepare) \
  {TC_HAS(name) ? #name : nullptr, {TC_HAS(name) ? static_cast<int32_t>(builtin) : -1, TC_HAS(name) ? prepare : nullptr}}

namespace tinyclassify {

namespace {

struct NamedKind {
  const char* name;
  OperatorKind kind;
};

constexpr NamedKind kAllKinds[] = {
    TC_OPERATOR(ADD, schema::kAdd, PrepareAdd),
    TC_OPERATOR(AVERAGE_POOL_2D, schema::kAveragePool2D, PrepareAveragePool2D),
    TC_OPERATOR(CONCATENATION, schema::kConcatenation, PrepareConcatenation),
    TC_OPERATOR(CONV_2D, schema::kConv2D, PrepareConv2D),
    TC_OPERATOR(DEPTHWISE_CONV_2D, schema::kDepthwiseConv2D, PrepareDepthwiseConv2D),
    TC_OPERATOR(FULLY_CONNECTED, schema::kFullyConnected, PrepareFullyConnected),
    TC_OPERATOR(HARD_SWISH, schema::kHardSwish, PrepareHardSwish),
    TC_OPERATOR(LEAKY_RELU, schema::kLeakyRelu, PrepareLeakyRelu),
    TC_OPERATOR(LOG_SOFTMAX, schema::kLogSoftmax, PrepareLogSoftmax),
    TC_OPERATOR(LOGISTIC, schema::kLogistic, PrepareLogistic),
    TC_OPERATOR(MAX_POOL_2D, schema::kMaxPool2D, PrepareMaxPool2D),
    TC_OPERATOR(MEAN, schema::kMean, PrepareMean),
    TC_OPERATOR(MUL, schema::kMul, PrepareMul),
    TC_OPERATOR(PAD, schema::kPad, PreparePad),
    TC_OPERATOR(QUANTIZE, schema::kQuantize, PrepareQuantize),
    TC_OPERATOR(RELU, schema::kRelu, PrepareRelu),
    TC_OPERATOR(RELU6, schema::kRelu6, PrepareRelu),
    TC_OPERATOR(RELU_N1_TO_1, schema::kReluN1To1, PrepareRelu),
    TC_OPERATOR(RESHAPE, schema::kReshape, PrepareReshape),
    TC_OPERATOR(SOFTMAX, schema::kSoftmax, PrepareSoftmax),
    TC_OPERATOR(SPLIT, schema::kSplit, PrepareSplit),
    TC_OPERATOR(STRIDED_SLICE, schema::kStridedSlice, PrepareStridedSlice),
    TC_OPERATOR(SUB, schema::kSub, PrepareSub),
};

constexpr uint32_t CountKinds() {
  uint32_t count = 0;
  for (const NamedKind& named : kAllKinds) count += named.name != nullptr ? 1 : 0;
  return count;
}

// Those that the build has, without gaps and names: flash holds no others.
struct KindTable {
  OperatorKind kinds[CountKinds()] = {};

  constexpr KindTable() {
    uint32_t count = 0;
    for (const NamedKind& named : kAllKinds) {
      if (named.name != nullptr) kinds[count++] = named.kind;
    }
  }
};

constexpr KindTable kTable;

}  // namespace

const OperatorKind* FindOperatorKind(int32_t builtin) {
  for (const OperatorKind& kind : kTable.kinds) {
    if (kind.builtin == builtin) return &kind;
  }
  return nullptr;
}

const char* NameOfOperatorKind(int32_t builtin) {
  for (const NamedKind& named : kAllKinds) {
    if (named.kind.builtin == builtin) return named.name;
  }
  return nullptr;
}

}  // namespace tinyclassify
