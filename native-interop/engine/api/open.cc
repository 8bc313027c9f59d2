#include "engine/model_state.h"

namespace tinyclassify {
namespace {

constexpr uint32_t kModelAlignment = 4;

}  // namespace

tc_status MeasureModel(const void* model_file, uint32_t model_bytes, KernelChoice choice, tc_requirements* requirements,
                       tc_diagnostic* diagnostic) {
  Diagnosis diagnosis;
  tc_requirements result = {0, 0, 0};
  if (diagnosis.CheckPointer(model_file, kModelAlignment, "model file: its address modulo its alignment") &&
      diagnosis.CheckPointer(requirements, 1, "requirements: null pointer")) {
    PrepareModel({static_cast<const uint8_t*>(model_file), model_bytes, choice}, nullptr, 0, &result, nullptr,
                 &diagnosis);
    *requirements = result;
  }
  return diagnosis.Report(diagnostic);
}

tc_status OpenModel(const void* model_file, uint32_t model_bytes, KernelChoice choice, void* memory,
                    uint32_t memory_bytes, tc_model** model, tc_diagnostic* diagnostic) {
  Diagnosis diagnosis;
  if (!diagnosis.CheckPointer(model, 1, "model: null pointer")) return diagnosis.Report(diagnostic);
  *model = nullptr;
  if (diagnosis.CheckPointer(model_file, kModelAlignment, "model file: its address modulo its alignment") &&
      diagnosis.CheckPointer(memory, TC_ALIGNMENT, "memory: its address modulo its alignment")) {
    tc_requirements needed;
    PrepareModel({static_cast<const uint8_t*>(model_file), model_bytes, choice}, static_cast<uint8_t*>(memory),
                 memory_bytes, &needed, model, &diagnosis);
  }
  return diagnosis.Report(diagnostic);
}

}  // namespace tinyclassify

extern "C" {

tc_status tc_measure(const void* model_file, uint32_t model_bytes, tc_requirements* requirements,
                     tc_diagnostic* diagnostic) {
  return tinyclassify::MeasureModel(model_file, model_bytes, tinyclassify::KernelChoice::kFastest, requirements,
                                    diagnostic);
}

tc_status tc_open(const void* model_file, uint32_t model_bytes, void* memory, uint32_t memory_bytes, tc_model** model,
                  tc_diagnostic* diagnostic) {
  return tinyclassify::OpenModel(model_file, model_bytes, tinyclassify::KernelChoice::kFastest, memory, memory_bytes,
                                 model, diagnostic);
}

}  // extern "C"
