#include "engine/model.h"

using tinyclassify::Operator;
using tinyclassify::StageClock;

namespace tinyclassify {
namespace {

const Operator& OperatorOf(const tc_model* model, uint32_t place) {
  return static_cast<const PreparedModel*>(model)->operators[place];
}

}  // namespace

uint32_t LiveBytes(const tc_model& model, uint32_t place) { return OperatorOf(&model, place).live_bytes; }

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
  tinyclassify::ModelFile file;
  tinyclassify::Diagnosis diagnosis;
  file.Open(model->file, model->file_bytes, &diagnosis);  // tc_open found it sound.
  if (model->shortcuts_first) file.PutShortcutsFirst();
  for (uint32_t i = 0; i < model->operator_count; ++i) ticks[i] = 0;
  StageClock stages = {clock, clock_context, ticks, clock(clock_context)};
  for (uint32_t place = 0; place < model->operator_count; ++place) {
    const Operator& op = OperatorOf(model, place);
    stages.ticks = ticks + file.IndexAt(place);
    op.run(op, &stages);
    stages.Mark(0);
  }
}

const int8_t* tc_output(const tc_model* model) { return model->output; }

}  // extern "C"
