#include "engine/model_state.h"

using tinyclassify::Operator;
using tinyclassify::StageClock;

namespace tinyclassify {
namespace {

const Operator& OperatorOf(const tc_model* model, uint32_t index) {
  return static_cast<const PreparedModel*>(model)->operators[index];
}

}  // namespace

uint32_t LiveBytes(const tc_model& model, uint32_t operator_index) {
  return OperatorOf(&model, operator_index).live_bytes;
}

}  // namespace tinyclassify

using tinyclassify::OperatorOf;

extern "C" {

int8_t* tc_input(tc_model* model) { return model->input; }

void tc_invoke(tc_model* model) {
  for (uint32_t i = 0; i < model->operator_count; ++i) {
    const Operator& op = OperatorOf(model, i);
    op.run(op, nullptr);
  }
}

void tc_invoke_profiled(tc_model* model, tc_clock clock, void* clock_context, uint32_t* ticks) {
  for (uint32_t i = 0; i < model->operator_count; ++i) ticks[i] = 0;
  StageClock stages = {clock, clock_context, ticks, clock(clock_context)};
  for (uint32_t i = 0; i < model->operator_count; ++i, ++stages.ticks) {
    const Operator& op = OperatorOf(model, i);
    op.run(op, &stages);
    stages.Mark(0);
  }
}

const int8_t* tc_output(const tc_model* model) { return model->output; }

}  // extern "C"
