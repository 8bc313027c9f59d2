#ifndef TINYCLASSIFY_ENGINE_DIAGNOSIS_H
#define TINYCLASSIFY_ENGINE_DIAGNOSIS_H

#include <stdint.h>

#include "tinyclassify.h"

namespace tinyclassify {

/// Collects the first thing found wrong. Every check returns false through it, so that callers chain with `&&` or
/// return.
class Diagnosis {
 public:
  bool Corrupt(const char* what, int64_t seen, int64_t expected) {
    return Fail(TC_ERROR_MODEL_CORRUPT, what, seen, expected);
  }
  bool Unsupported(const char* what, int64_t seen, int64_t expected) {
    return Fail(TC_ERROR_MODEL_UNSUPPORTED, what, seen, expected);
  }
  bool Fail(tc_status status, const char* what, int64_t seen, int64_t expected);

  /// A wrong argument where `pointer` is null or not aligned.
  bool CheckPointer(const void* pointer, uint32_t alignment, const char* what);

  /// Operator that the checks from here on concern; -1 for the model as a whole.
  void SetOperator(int32_t operator_index) { result_.operator_index = operator_index; }

  /// Copies the result out; `diagnostic` may be null.
  tc_status Report(tc_diagnostic* diagnostic) const;

 private:
  tc_diagnostic result_ = {TC_OK, -1, 0, 0, ""};
};

}  // namespace tinyclassify

#endif
