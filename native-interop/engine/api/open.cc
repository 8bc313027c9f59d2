#include "engine/model.h"

using tinyclassify::BlockAllocator;
using tinyclassify::Diagnosis;

extern "C" {

tc_status tc_measure(const tc_model_file* file, tc_requirements* requirements, tc_diagnostic* diagnostic) {
  Diagnosis diagnosis;
  if (tinyclassify::CheckModelFile(file, &diagnosis) && diagnosis.CheckPointer(requirements, 1, "requirements: null pointer")) {
    tc_requirements needed = {0, 0, 0};
    tinyclassify::PrepareModel(*file, BlockAllocator(nullptr, 0), &needed, nullptr, &diagnosis);
    *requirements = needed;
  }
  return diagnosis.Report(diagnostic);
}

tc_status tc_open(const tc_model_file* file, void* memory, uint32_t memory_bytes, tc_model** model, tc_diagnostic* diagnostic) {
  Diagnosis diagnosis;
  if (!diagnosis.CheckPointer(model, 1, "model: null pointer")) return diagnosis.Report(diagnostic);
  *model = nullptr;
  if (tinyclassify::CheckModelFile(file, &diagnosis) &&
      diagnosis.CheckPointer(memory, TC_ALIGNMENT, "memory: its address modulo its alignment")) {
    tc_requirements needed;
    tinyclassify::PrepareModel(*file, BlockAllocator(memory, memory_bytes), &needed, model, &diagnosis);
  }
  return diagnosis.Report(diagnostic);
}

}  // extern "C"
