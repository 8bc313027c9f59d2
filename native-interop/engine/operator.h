#ifndef TINYCLASSIFY_ENGINE_OPERATOR_H
#define TINYCLASSIFY_ENGINE_OPERATOR_H

#include <stdint.h>

#include "engine/buffers.h"
#include "engine/kernels/add.h"
#include "engine/kernels/conv_2d.h"
#include "engine/kernels/copy.h"
#include "engine/kernels/depthwise_conv_2d.h"
#include "engine/kernels/lookup.h"
#include "engine/kernels/mean.h"
#include "engine/kernels/pad.h"
#include "engine/kernels/pool_2d.h"
#include "engine/kernels/softmax.h"
#include "engine/stage_clock.h"

namespace tinyclassify {

/// What a kernel is told besides its buffers; `Operator::run` knows which member is alive.
union Parameters {
  Parameters() : none(0) {}

  int32_t none;
  Conv2D conv_2d;
  DepthwiseConv2D depthwise_conv_2d;
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

/// The same of a kernel that runs several operators in stages.
template <typename Layer, Layer Parameters::*kMember, void (*kKernel)(const Layer&, const Buffers&, StageClock*)>
void RunKernel(const Operator& op, StageClock* clock) {
  kKernel(op.parameters.*kMember, op.buffers, clock);
}

/// The Operator::Run of an operator that costs nothing, or that another one runs.
inline void RunNothing(const Operator&, StageClock*) {}

}  // namespace tinyclassify

#endif
