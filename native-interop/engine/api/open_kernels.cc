#include "engine/api/open_kernels.h"

#include "engine/model_state.h"

using tinyclassify::Diagnosis;
using tinyclassify::KernelChoice;

namespace {

bool ReadChoice(int32_t kernels, Diagnosis* diagnosis, KernelChoice* choice) {
  switch (kernels) {
    case TC_KERNELS_FASTEST:
      *choice = KernelChoice::kFastest;
      return true;
    case TC_KERNELS_PLAIN:
      *choice = KernelChoice::kPlain;
      return true;
    case TC_KERNELS_CORTEX_M7:
      *choice = KernelChoice::kDsp;
      return true;
    default:
      return diagnosis->Fail(TC_ERROR_ARGUMENT, "kernels", kernels, TC_KERNELS_CORTEX_M7);
  }
}

}  // namespace

extern "C" {

tc_status tc_measure_kernels(const void* model_file, uint32_t model_bytes, int32_t kernels,
                             tc_requirements* requirements, tc_diagnostic* diagnostic) {
  Diagnosis diagnosis;
  KernelChoice choice = KernelChoice::kFastest;
  if (!ReadChoice(kernels, &diagnosis, &choice)) return diagnosis.Report(diagnostic);
  return tinyclassify::MeasureModel(model_file, model_bytes, choice, requirements, diagnostic);
}

tc_status tc_open_kernels(const void* model_file, uint32_t model_bytes, int32_t kernels, void* memory,
                          uint32_t memory_bytes, tc_model** model, tc_diagnostic* diagnostic) {
  Diagnosis diagnosis;
  KernelChoice choice = KernelChoice::kFastest;
  if (!ReadChoice(kernels, &diagnosis, &choice)) return diagnosis.Report(diagnostic);
  return tinyclassify::OpenModel(model_file, model_bytes, choice, memory, memory_bytes, model, diagnostic);
}

}  // extern "C"
