#include "engine/model/operators.h"

#include "common/diagnosis.h"

namespace tinyclassify {
namespace {

constexpr char kUnnamed[] = "of a kind";

#if TC_CHECK_WORDS || TC_ALL_OPERATORS

#if TC_CHECK_WORDS
#define TC_RARE(name_and_end) name_and_end
#else  // On a microcontroller an operator that no classifier has is told by its code alone.
#define TC_RARE(name_and_end) "\0"
#endif

// clang-format off
// Names in the order of their codes, from 0 (ADD) to 161 (RIGHT_SHIFT), each with its terminator.
constexpr char kNames[] =
    "ADD\0AVERAGE_POOL_2D\0CONCATENATION\0CONV_2D\0DEPTHWISE_CONV_2D\0DEPTH_TO_SPACE\0DEQUANTIZE\0"
    TC_RARE("EMBEDDING_LOOKUP\0") "FLOOR\0FULLY_CONNECTED\0" TC_RARE("HASHTABLE_LOOKUP\0")
    "L2_NORMALIZATION\0L2_POOL_2D\0LOCAL_RESPONSE_NORMALIZATION\0LOGISTIC\0" TC_RARE("LSH_PROJECTION\0")
    "LSTM\0MAX_POOL_2D\0MUL\0RELU\0RELU_N1_TO_1\0RELU6\0RESHAPE\0RESIZE_BILINEAR\0RNN\0SOFTMAX\0"
    "SPACE_TO_DEPTH\0SVDF\0TANH\0" TC_RARE("CONCAT_EMBEDDINGS\0") TC_RARE("SKIP_GRAM\0") TC_RARE("CALL\0") "CUSTOM\0"
    TC_RARE("EMBEDDING_LOOKUP_SPARSE\0") "PAD\0" TC_RARE("UNIDIRECTIONAL_SEQUENCE_RNN\0")
    "GATHER\0BATCH_TO_SPACE_ND\0SPACE_TO_BATCH_ND\0TRANSPOSE\0MEAN\0SUB\0DIV\0SQUEEZE\0"
    "UNIDIRECTIONAL_SEQUENCE_LSTM\0STRIDED_SLICE\0" TC_RARE("BIDIRECTIONAL_SEQUENCE_RNN\0") "EXP\0"
    TC_RARE("TOPK_V2\0") "SPLIT\0LOG_SOFTMAX\0" TC_RARE("DELEGATE\0") TC_RARE("BIDIRECTIONAL_SEQUENCE_LSTM\0")
    "CAST\0PRELU\0MAXIMUM\0ARG_MAX\0MINIMUM\0LESS\0NEG\0PADV2\0GREATER\0GREATER_EQUAL\0LESS_EQUAL\0" "SELECT\0SLICE\0"
    TC_RARE("SIN\0") "TRANSPOSE_CONV\0" TC_RARE("SPARSE_TO_DENSE\0")
    "TILE\0EXPAND_DIMS\0EQUAL\0NOT_EQUAL\0LOG\0SUM\0SQRT\0RSQRT\0SHAPE\0POW\0ARG_MIN\0" TC_RARE("FAKE_QUANT\0")
    TC_RARE("REDUCE_PROD\0") "REDUCE_MAX\0PACK\0" TC_RARE("LOGICAL_OR\0") TC_RARE("ONE_HOT\0")
    TC_RARE("LOGICAL_AND\0") TC_RARE("LOGICAL_NOT\0") "UNPACK\0REDUCE_MIN\0" TC_RARE("FLOOR_DIV\0")
    TC_RARE("REDUCE_ANY\0") "SQUARE\0" TC_RARE("ZEROS_LIKE\0") "FILL\0" TC_RARE("FLOOR_MOD\0") TC_RARE("RANGE\0")
    "RESIZE_NEAREST_NEIGHBOR\0LEAKY_RELU\0SQUARED_DIFFERENCE\0MIRROR_PAD\0ABS\0SPLIT_V\0" TC_RARE("UNIQUE\0") "CEIL\0"
    TC_RARE("REVERSE_V2\0") TC_RARE("ADD_N\0") TC_RARE("GATHER_ND\0") TC_RARE("COS\0") TC_RARE("WHERE\0")
    TC_RARE("RANK\0") "ELU\0" TC_RARE("REVERSE_SEQUENCE\0") TC_RARE("MATRIX_DIAG\0") "QUANTIZE\0"
    TC_RARE("MATRIX_SET_DIAG\0") "ROUND\0HARD_SWISH\0" TC_RARE("IF\0") TC_RARE("WHILE\0")
    TC_RARE("NON_MAX_SUPPRESSION_V4\0") TC_RARE("NON_MAX_SUPPRESSION_V5\0") TC_RARE("SCATTER_ND\0") "SELECT_V2\0"
    TC_RARE("DENSIFY\0") TC_RARE("SEGMENT_SUM\0") "BATCH_MATMUL\0"
#if TC_CHECK_WORDS
    "PLACEHOLDER_FOR_GREATER_OP_CODES\0CUMSUM\0CALL_ONCE\0"
    "BROADCAST_TO\0RFFT2D\0CONV_3D\0IMAG\0REAL\0COMPLEX_ABS\0HASHTABLE\0HASHTABLE_FIND\0HASHTABLE_IMPORT\0"
    "HASHTABLE_SIZE\0REDUCE_ALL\0CONV_3D_TRANSPOSE\0VAR_HANDLE\0READ_VARIABLE\0ASSIGN_VARIABLE\0BROADCAST_ARGS\0"
    "RANDOM_STANDARD_NORMAL\0BUCKETIZE\0RANDOM_UNIFORM\0MULTINOMIAL\0GELU\0DYNAMIC_UPDATE_SLICE\0RELU_0_TO_1\0"
    "UNSORTED_SEGMENT_PROD\0UNSORTED_SEGMENT_MAX\0UNSORTED_SEGMENT_SUM\0ATAN2\0UNSORTED_SEGMENT_MIN\0SIGN\0BITCAST\0"
    "BITWISE_XOR\0RIGHT_SHIFT\0"
#endif
    ;
// clang-format on

#undef TC_RARE

}  // namespace

const char* OperatorName(int32_t code) {
  const char* name = kNames;
  const char* const end = kNames + sizeof(kNames) - 1;
  if (code < 0) return kUnnamed;
  for (; code > 0 && name < end; --code) {
    while (*name != '\0') ++name;
    ++name;
  }
  return name < end && *name != '\0' ? name : kUnnamed;
}

const char* UnsupportedOperator(int32_t code) { return OperatorName(code); }

bool IsUnsupportedOperator(const char* text) { return text == kUnnamed || (text >= kNames && text < kNames + sizeof(kNames)); }

#else
}  // namespace

// The operators that run, and no other.
const char* OperatorName(int32_t code) {
#define TC_NAME(name, builtin, prepare) \
  if (TC_HAS(name) && code == builtin) return #name;
  TC_FOR_EACH_OPERATOR(TC_NAME)
#undef TC_NAME
  return kUnnamed;
}

const char* UnsupportedOperator(int32_t) { return kUnnamed; }

bool IsUnsupportedOperator(const char* text) { return text == kUnnamed; }

#endif

}  // namespace tinyclassify
