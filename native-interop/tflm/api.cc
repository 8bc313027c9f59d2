#include <cstring>

#include "tflm/open_in.h"

// The functions of tinyclassify.h that differ from runtime to runtime; the others are the engine's (engine/api).

namespace tinyclassify {
namespace {

TflmModel* Opened(tc_model* model) { return static_cast<TflmModel*>(model); }

// Some of TFLM's kernels refuse what they cannot run only when they run. tc_invoke cannot fail, so a first inference is
// made here; whether a kernel refuses does not depend on the picture.
bool TryInference(TflmModel* model, Diagnosis* diagnosis) {
  tc_description description;
  if (tc_describe(model, &description) != TC_OK) return diagnosis->Corrupt("description of the model", -1, 0);
  std::memset(model->input, 0, size_t{description.input_height} * description.input_width * description.input_channels);
  const TfLiteStatus status = model->interpreter.Invoke();
  return status == kTfLiteOk || diagnosis->Unsupported("TFLM does not run it: TfLiteStatus", status, kTfLiteOk);
}

}  // namespace

// TFLM keeps its arena as a whole for as long as the model is open.
uint32_t LiveBytes(const tc_model& model, uint32_t) { return model.arena_bytes; }

}  // namespace tinyclassify

extern "C" {

tc_status tc_measure(const tc_model_file* file, tc_requirements* requirements, tc_diagnostic* diagnostic) {
  tinyclassify::Diagnosis diagnosis;
  if (tinyclassify::CheckModelFile(file, &diagnosis) && diagnosis.CheckPointer(requirements, 1, "requirements: null pointer")) {
    *requirements = {0, 0, 0};
    tinyclassify::MeasureByOpening(*file, requirements, &diagnosis);
  }
  return diagnosis.Report(diagnostic);
}

tc_status tc_open(const tc_model_file* file, void* memory, uint32_t memory_bytes, tc_model** model, tc_diagnostic* diagnostic) {
  tinyclassify::Diagnosis diagnosis;
  if (!diagnosis.CheckPointer(model, 1, "model: null pointer")) return diagnosis.Report(diagnostic);
  *model = nullptr;
  if (tinyclassify::CheckModelFile(file, &diagnosis) &&
      diagnosis.CheckPointer(memory, TC_ALIGNMENT, "memory: its address modulo its alignment")) {
    tinyclassify::TflmModel* opened = tinyclassify::OpenIn(*file, static_cast<uint8_t*>(memory), memory_bytes, &diagnosis);
    if (opened != nullptr && tinyclassify::TryInference(opened, &diagnosis)) *model = opened;
  }
  return diagnosis.Report(diagnostic);
}

int8_t* tc_input(tc_model* model) { return model->input; }

void tc_invoke(tc_model* model) {
  // Did not fail in tc_open, and does the same again.
  static_cast<void>(tinyclassify::Opened(model)->interpreter.Invoke());
}

void tc_invoke_profiled(tc_model* model, tc_clock clock, void* clock_context, uint32_t* ticks) {
  tinyclassify::Monitor& monitor = tinyclassify::Opened(model)->monitor;
  monitor.clock = clock;
  monitor.clock_context = clock_context;
  monitor.ticks = ticks;
  monitor.last = clock(clock_context);
  tc_invoke(model);
  monitor.clock = nullptr;
}

const int8_t* tc_output(const tc_model* model) { return model->output; }

}  // extern "C"
