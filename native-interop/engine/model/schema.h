#ifndef TINYCLASSIFY_ENGINE_MODEL_SCHEMA_H
#define TINYCLASSIFY_ENGINE_MODEL_SCHEMA_H

#include <stdint.h>

/// Field numbers and codes of the TFLite file format, version 3, as far as this engine reads it.
/// Source: the public schema (tensorflow/compiler/mlir/lite/schema/schema.fbs); a field's number is its place in the
/// table.
namespace tinyclassify::schema {

constexpr char kIdentifier[] = "TFL3";
constexpr uint32_t kVersion = 3;

namespace model {
enum Field : uint32_t { kVersion = 0, kOperatorCodes = 1, kSubgraphs = 2, kDescription = 3, kBuffers = 4, kMetadata = 6 };
}
namespace operator_code {
enum Field : uint32_t { kDeprecatedBuiltinCode = 0, kCustomCode = 1, kBuiltinCode = 3 };
}
namespace subgraph {
enum Field : uint32_t { kTensors = 0, kInputs = 1, kOutputs = 2, kOperators = 3 };
}
namespace tensor {
enum Field : uint32_t { kShape = 0, kType = 1, kBuffer = 2, kQuantization = 4, kIsVariable = 5, kSparsity = 6 };
}
namespace quantization {
enum Field : uint32_t { kScale = 2, kZeroPoint = 3, kDetailsType = 4, kQuantizedDimension = 6 };
}
namespace node {
enum Field : uint32_t { kOpcodeIndex = 0, kInputs = 1, kOutputs = 2, kOptionsType = 3, kOptions = 4 };
}
namespace buffer {
enum Field : uint32_t { kData = 0, kOffset = 1 };
}
namespace metadata {
enum Field : uint32_t { kName = 0, kBuffer = 1 };
}
namespace conv_2d {
enum Field : uint32_t { kPadding = 0, kStrideW = 1, kStrideH = 2, kActivation = 3, kDilationW = 4, kDilationH = 5 };
}
namespace depthwise_conv_2d {
enum Field : uint32_t {
  kPadding = 0,
  kStrideW = 1,
  kStrideH = 2,
  kDepthMultiplier = 3,
  kActivation = 4,
  kDilationW = 5,
  kDilationH = 6
};
}
namespace pool_2d {
enum Field : uint32_t { kPadding = 0, kStrideW = 1, kStrideH = 2, kFilterW = 3, kFilterH = 4, kActivation = 5 };
}
namespace fully_connected {
enum Field : uint32_t { kActivation = 0, kWeightsFormat = 1 };
}
namespace softmax {
enum Field : uint32_t { kBeta = 0 };
}
/// The same of ADD, SUB and MUL; SQUARED_DIFFERENCE has none.
namespace add {
enum Field : uint32_t { kActivation = 0 };
}
namespace concatenation {
enum Field : uint32_t { kAxis = 0, kActivation = 1 };
}
namespace leaky_relu {
enum Field : uint32_t { kAlpha = 0 };
}
namespace strided_slice {
enum Field : uint32_t { kBeginMask = 0, kEndMask = 1, kEllipsisMask = 2, kNewAxisMask = 3, kShrinkMask = 4, kOffset = 5 };
}

enum OptionsType : uint32_t {
  kNoOptions = 0,
  kConv2DOptions = 1,
  kDepthwiseConv2DOptions = 2,
  kPool2DOptions = 5,
  kFullyConnectedOptions = 8,
  kSoftmaxOptions = 9,
  kConcatenationOptions = 10,
  kAddOptions = 11,
  kReshapeOptions = 17,
  kMulOptions = 21,
  kPadOptions = 22,
  kReducerOptions = 27,
  kSubOptions = 28,
  kStridedSliceOptions = 32,
  kSplitOptions = 35,
  kLogSoftmaxOptions = 36,
  kLeakyReluOptions = 75,
  kSquaredDifferenceOptions = 76,
  kQuantizeOptions = 89,
  kHardSwishOptions = 91
};

enum Builtin : int32_t {
  kAdd = 0,
  kAveragePool2D = 1,
  kConcatenation = 2,
  kConv2D = 3,
  kDepthwiseConv2D = 4,
  kFullyConnected = 9,
  kLogistic = 14,
  kMaxPool2D = 17,
  kMul = 18,
  kRelu = 19,
  kReluN1To1 = 20,
  kRelu6 = 21,
  kReshape = 22,
  kSoftmax = 25,
  kCustom = 32,
  kPad = 34,
  kMean = 40,
  kSub = 41,
  kStridedSlice = 45,
  kSplit = 49,
  kLogSoftmax = 50,
  kRsqrt = 76,
  kLeakyRelu = 98,
  kSquaredDifference = 99,
  kQuantize = 114,
  kHardSwish = 117,
  kPlaceholderForGreaterCodes = 127
};

enum TensorType : int32_t { kFloat32 = 0, kInt32 = 2, kUint8 = 3, kInt8 = 9 };
enum Padding : int32_t { kSame = 0, kValid = 1 };
enum Activation : int32_t { kNoActivation = 0, kFusedRelu = 1, kFusedReluN1To1 = 2, kFusedRelu6 = 3 };

}  // namespace tinyclassify::schema

#endif
