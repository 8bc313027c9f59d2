#include "engine/model/operator_names.h"

#include "engine/diagnosis.h"
#include "engine/model/schema.h"

namespace tinyclassify {
namespace {

constexpr char kUnnamed[] = "of a kind";

#if TC_CHECK_WORDS

// Names in the order of their codes, from 0 (ADD) to 161 (RIGHT_SHIFT), each with its terminator.
constexpr char kNames[] =
    "ADD\0AVERAGE_POOL_2D\0CONCATENATION\0CONV_2D\0DEPTHWISE_CONV_2D\0DEPTH_TO_SPACE\0DEQUANTIZE\0EMBEDDING_LOOKUP\0"
    "FLOOR\0FULLY_CONNECTED\0HASHTABLE_LOOKUP\0L2_NORMALIZATION\0L2_POOL_2D\0LOCAL_RESPONSE_NORMALIZATION\0LOGISTIC\0"
    "LSH_PROJECTION\0LSTM\0MAX_POOL_2D\0MUL\0RELU\0RELU_N1_TO_1\0RELU6\0RESHAPE\0RESIZE_BILINEAR\0RNN\0SOFTMAX\0"
    "SPACE_TO_DEPTH\0SVDF\0TANH\0CONCAT_EMBEDDINGS\0SKIP_GRAM\0CALL\0CUSTOM\0EMBEDDING_LOOKUP_SPARSE\0PAD\0"
    "UNIDIRECTIONAL_SEQUENCE_RNN\0GATHER\0BATCH_TO_SPACE_ND\0SPACE_TO_BATCH_ND\0TRANSPOSE\0MEAN\0SUB\0DIV\0SQUEEZE\0"
    "UNIDIRECTIONAL_SEQUENCE_LSTM\0STRIDED_SLICE\0BIDIRECTIONAL_SEQUENCE_RNN\0EXP\0TOPK_V2\0SPLIT\0LOG_SOFTMAX\0"
    "DELEGATE\0BIDIRECTIONAL_SEQUENCE_LSTM\0CAST\0PRELU\0MAXIMUM\0ARG_MAX\0MINIMUM\0LESS\0NEG\0PADV2\0GREATER\0"
    "GREATER_EQUAL\0LESS_EQUAL\0SELECT\0SLICE\0SIN\0TRANSPOSE_CONV\0SPARSE_TO_DENSE\0TILE\0EXPAND_DIMS\0EQUAL\0"
    "NOT_EQUAL\0LOG\0SUM\0SQRT\0RSQRT\0SHAPE\0POW\0ARG_MIN\0FAKE_QUANT\0REDUCE_PROD\0REDUCE_MAX\0PACK\0LOGICAL_OR\0"
    "ONE_HOT\0LOGICAL_AND\0LOGICAL_NOT\0UNPACK\0REDUCE_MIN\0FLOOR_DIV\0REDUCE_ANY\0SQUARE\0ZEROS_LIKE\0FILL\0"
    "FLOOR_MOD\0RANGE\0RESIZE_NEAREST_NEIGHBOR\0LEAKY_RELU\0SQUARED_DIFFERENCE\0MIRROR_PAD\0ABS\0SPLIT_V\0UNIQUE\0"
    "CEIL\0REVERSE_V2\0ADD_N\0GATHER_ND\0COS\0WHERE\0RANK\0ELU\0REVERSE_SEQUENCE\0MATRIX_DIAG\0QUANTIZE\0"
    "MATRIX_SET_DIAG\0ROUND\0HARD_SWISH\0IF\0WHILE\0NON_MAX_SUPPRESSION_V4\0NON_MAX_SUPPRESSION_V5\0SCATTER_ND\0"
    "SELECT_V2\0DENSIFY\0SEGMENT_SUM\0BATCH_MATMUL\0PLACEHOLDER_FOR_GREATER_OP_CODES\0CUMSUM\0CALL_ONCE\0"
    "BROADCAST_TO\0RFFT2D\0CONV_3D\0IMAG\0REAL\0COMPLEX_ABS\0HASHTABLE\0HASHTABLE_FIND\0HASHTABLE_IMPORT\0"
    "HASHTABLE_SIZE\0REDUCE_ALL\0CONV_3D_TRANSPOSE\0VAR_HANDLE\0READ_VARIABLE\0ASSIGN_VARIABLE\0BROADCAST_ARGS\0"
    "RANDOM_STANDARD_NORMAL\0BUCKETIZE\0RANDOM_UNIFORM\0MULTINOMIAL\0GELU\0DYNAMIC_UPDATE_SLICE\0RELU_0_TO_1\0"
    "UNSORTED_SEGMENT_PROD\0UNSORTED_SEGMENT_MAX\0UNSORTED_SEGMENT_SUM\0ATAN2\0UNSORTED_SEGMENT_MIN\0SIGN\0BITCAST\0"
    "BITWISE_XOR\0RIGHT_SHIFT\0";

}  // namespace

const char* OperatorName(int32_t code) {
  const char* name = kNames;
  const char* const end = kNames + sizeof(kNames) - 1;
  if (code < 0) return kUnnamed;
  for (; code > 0 && name < end; --code) {
    while (*name != '\0') ++name;
    ++name;
  }
  return name < end ? name : kUnnamed;
}

const char* UnsupportedOperator(int32_t code) { return OperatorName(code); }

bool IsUnsupportedOperator(const char* text) {
  return text == kUnnamed || (text >= kNames && text < kNames + sizeof(kNames));
}

#else
}  // namespace

// The operators that run, and only where somebody asks for their names.
const char* OperatorName(int32_t code) {
  switch (code) {
    case schema::kAdd:
      return "ADD";
    case schema::kAveragePool2D:
      return "AVERAGE_POOL_2D";
    case schema::kConv2D:
      return "CONV_2D";
    case schema::kDepthwiseConv2D:
      return "DEPTHWISE_CONV_2D";
    case schema::kFullyConnected:
      return "FULLY_CONNECTED";
    case schema::kMaxPool2D:
      return "MAX_POOL_2D";
    case schema::kPad:
      return "PAD";
    case schema::kReshape:
      return "RESHAPE";
    case schema::kSoftmax:
      return "SOFTMAX";
    default:
      return kUnnamed;
  }
}

const char* UnsupportedOperator(int32_t) { return kUnnamed; }

bool IsUnsupportedOperator(const char* text) { return text == kUnnamed; }

#endif

}  // namespace tinyclassify
