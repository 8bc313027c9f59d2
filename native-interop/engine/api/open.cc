#include "engine/model_state.h"

namespace tinyclassify {
namespace {

constexpr uint32_t kModelAlignment = 4;

bool CheckPointer(const void* pointer, uint32_t alignment, const char* what, Diagnosis* diagnosis) {
  if (pointer == nullptr) return diagnosis->Fail(TC_ERROR_ARGUMENT, what, 0, alignment);
  const int64_t misalignment = static_cast<int64_t>(reinterpret_cast<uintptr_t>(pointer) % alignment);
  return misalignment == 0 || diagnosis->Fail(TC_ERROR_ARGUMENT, what, misalignment, 0);
}

}  // namespace

tc_status MeasureModel(const void* model_file, uint32_t model_bytes, KernelChoice choice, tc_requirements* requirements,
                       tc_diagnostic* diagnostic) {
  Diagnosis diagnosis;
  tc_requirements result = {0, 0, 0};
  if (CheckPointer(model_file, kModelAlignment, "model file: its address modulo its alignment", &diagnosis) &&
      CheckPointer(requirements, 1, "requirements: null pointer", &diagnosis)) {
    PrepareModel(static_cast<const uint8_t*>(model_file), model_bytes, choice, nullptr, 0, &result, nullptr,
                 &diagnosis);
    *requirements = result;
  }
  return diagnosis.Report(diagnostic);
}

tc_status OpenModel(const void* model_file, uint32_t model_bytes, KernelChoice choice, void* memory,
                    uint32_t memory_bytes, tc_model** model, tc_diagnostic* diagnostic) {
  Diagnosis diagnosis;
  if (!CheckPointer(model, 1, "model: null pointer", &diagnosis)) return diagnosis.Report(diagnostic);
  *model = nullptr;
  if (CheckPointer(model_file, kModelAlignment, "model file: its address modulo its alignment", &diagnosis) &&
      CheckPointer(memory, TC_ALIGNMENT, "memory: its address modulo its alignment", &diagnosis)) {
    tc_requirements needed;
    PrepareModel(static_cast<const uint8_t*>(model_file), model_bytes, choice, static_cast<uint8_t*>(memory),
                 memory_bytes, &needed, model, &diagnosis);
  }
  return diagnosis.Report(diagnostic);
}

}  // namespace tinyclassify

extern "C" {

uint32_t tc_api_version(void) { return TC_API_VERSION; }

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
