#include "common/diagnosis.h"

namespace tinyclassify {

tc_status Fail(tc_diagnostic* diagnostic, tc_status status, const char* what, int64_t seen, int64_t expected) {
  if (diagnostic != nullptr) *diagnostic = {status, -1, seen, expected, what};
  return status;
}

bool Diagnosis::Fail(tc_status status, const char* what, int64_t seen, int64_t expected) {
  if (result_.status == TC_OK) {
    const int32_t concerned = result_.operator_index;
    tinyclassify::Fail(&result_, status, what, seen, expected);
    result_.operator_index = concerned;
  }
  return false;
}

bool Diagnosis::CheckPointer(const void* pointer, uint32_t alignment, const char* what) {
  if (pointer == nullptr) return Fail(TC_ERROR_ARGUMENT, what, 0, alignment);
  const int64_t misalignment = static_cast<int64_t>(reinterpret_cast<uintptr_t>(pointer) % alignment);
  return misalignment == 0 || Fail(TC_ERROR_ARGUMENT, what, misalignment, 0);
}

#if !TC_CHECK_WORDS
void Diagnosis::CorruptInNumbers(int32_t seen, int32_t expected) { Fail(TC_ERROR_MODEL_CORRUPT, "", seen, expected); }

void Diagnosis::UnsupportedInNumbers(int32_t seen, int32_t expected) { Fail(TC_ERROR_MODEL_UNSUPPORTED, "", seen, expected); }
#endif

tc_status Diagnosis::Report(tc_diagnostic* diagnostic) const {
  if (diagnostic != nullptr) {
    *diagnostic = result_;
    if (result_.status == TC_OK) diagnostic->operator_index = -1;
  }
  return static_cast<tc_status>(result_.status);
}

}  // namespace tinyclassify
