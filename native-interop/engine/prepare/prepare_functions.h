#ifndef TINYCLASSIFY_ENGINE_PREPARE_PREPARE_FUNCTIONS_H
#define TINYCLASSIFY_ENGINE_PREPARE_PREPARE_FUNCTIONS_H

#include "engine/prepare/prepare_context.h"

namespace tinyclassify {

/// Checks one operator and fills in `op` (all but its buffers) and `wish`.
using Prepare = bool(const PrepareContext& context, const Node& node, Operator* op, MemoryWish* wish);

Prepare PrepareAdd, PrepareAveragePool2D, PrepareConcatenation, PrepareConv2D, PrepareDepthwiseConv2D,
    PrepareFullyConnected, PrepareHardSwish, PrepareLeakyRelu, PrepareLogSoftmax, PrepareLogistic, PrepareMaxPool2D, PrepareMean, PrepareMul,
    PreparePad, PrepareQuantize, PrepareRelu, PrepareReshape, PrepareSoftmax, PrepareSplit, PrepareStridedSlice, PrepareSub;

}  // namespace tinyclassify

#endif
