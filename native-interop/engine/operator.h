#ifndef TINYCLASSIFY_ENGINE_OPERATOR_H
#define TINYCLASSIFY_ENGINE_OPERATOR_H

#include <stdint.h>

#include "engine/layers.h"
#include "tinyclassify.h"

namespace tinyclassify {

/// Where one operator reads and writes; resolved once, when the model is opened.
struct Buffers {
  const int8_t* input = nullptr;
  const int8_t* second_input = nullptr;  ///< Of operators with two activations.
  int8_t* output = nullptr;
  void* scratch = nullptr;  ///< As many bytes as Prepare asked for, 16-byte aligned; null for none.
};

/// Tells the time of each operator, also of those that run interleaved as one.
struct StageClock {
  tc_clock clock;
  void* context;
  uint32_t* ticks;  ///< Of the operator that runs; its neighbours' stand beside.
  uint32_t last;

  /// Books what has passed since the last call on the operator `neighbour` places behind the one that runs.
  void Mark(int32_t neighbour) {
    const uint32_t now = clock(context);
    ticks[neighbour] += now - last;
    last = now;
  }
};

/// For kernels of several stages: nothing where nobody measures.
inline void MarkStage(StageClock* clock, int32_t neighbour) {
  if (clock != nullptr) clock->Mark(neighbour);
}

/// What a kernel is told besides its buffers; `Operator::run` knows which member is alive.
union Parameters {
  Parameters() : none(0) {}

  int32_t none;
  Conv2D conv_2d;
  InvertedResidual inverted_residual;
  Add add;
  Pool2D pool_2d;
  Pad pad;
  Softmax softmax;
  Lookup lookup;
  Mean mean;
  Parts parts;
  Slice slice;
};

/// One prepared operator: everything checked, every pointer resolved. It lies in the caller's memory.
struct Operator {
  using Run = void (*)(const Operator&, StageClock*);  ///< Without a clock nobody measures.

  Run run = nullptr;
  Buffers buffers;
  uint32_t live_bytes = 0;  ///< Arena bytes in use while it runs, scratch included.
  Parameters parameters;
};

/// Makes an Operator::Run of a kernel: `RunKernel<Conv2D, &Parameters::conv_2d, Conv2DReference>`.
template <typename Layer, Layer Parameters::*kMember, void (*kKernel)(const Layer&, const Buffers&)>
void RunKernel(const Operator& op, StageClock*) {
  kKernel(op.parameters.*kMember, op.buffers);
}

/// The same of a kernel for DEPTHWISE_CONV_2D, which alone is a block without convolutions.
template <void (*kKernel)(const DepthwiseConv2D&, const Buffers&)>
void RunDepthwise(const Operator& op, StageClock*) {
  kKernel(op.parameters.inverted_residual.depthwise, op.buffers);
}

/// The Operator::Run of an operator that costs nothing, or that another one runs.
inline void RunNothing(const Operator&, StageClock*) {}

}  // namespace tinyclassify

#endif
