#ifndef TINYCLASSIFY_COMMON_DIAGNOSIS_H
#define TINYCLASSIFY_COMMON_DIAGNOSIS_H

#include <stdint.h>

#include "common/attributes.h"
#include "tinyclassify.h"

// 0 leaves the words of the model's checks out: 5 KB of the microcontroller's flash. There a line tells the operator
// and both numbers, and where to read the words: `tinyclassify inspect` on the PC makes the same checks of the same
// file.
#ifndef TC_CHECK_WORDS
#define TC_CHECK_WORDS 1
#endif

namespace tinyclassify {

/// Fills in the diagnostic, which may be null, and returns the status.
tc_status Fail(tc_diagnostic* diagnostic, tc_status status, const char* what, int64_t seen, int64_t expected);

/// Keeps the first thing found wrong. A failed check returns false, so that callers chain with `&&` or return.
class Diagnosis {
 public:
#if TC_CHECK_WORDS
  bool Corrupt(const char* what, int64_t seen, int64_t expected) { return Fail(TC_ERROR_MODEL_CORRUPT, what, seen, expected); }
  bool Unsupported(const char* what, int64_t seen, int64_t expected) {
    return Fail(TC_ERROR_MODEL_UNSUPPORTED, what, seen, expected);
  }
#else
  // The words are gone once this is inlined; 32 bits of a number do.
  TC_ALWAYS_INLINE bool Corrupt(const char*, int64_t seen, int64_t expected) {
    CorruptInNumbers(static_cast<int32_t>(seen), static_cast<int32_t>(expected));
    return false;
  }
  TC_ALWAYS_INLINE bool Unsupported(const char*, int64_t seen, int64_t expected) {
    UnsupportedInNumbers(static_cast<int32_t>(seen), static_cast<int32_t>(expected));
    return false;
  }
#endif
  /// For what is not a model's fault: these words are always there.
  bool Fail(tc_status status, const char* what, int64_t seen, int64_t expected);

  /// A wrong argument where `pointer` is null or not aligned.
  bool CheckPointer(const void* pointer, uint32_t alignment, const char* what);

  bool ok() const { return result_.status == TC_OK; }

  /// Operator that the checks from here on concern; -1 for the model as a whole.
  void SetOperator(int32_t operator_index) { result_.operator_index = operator_index; }

  /// Copies the result out; `diagnostic` may be null.
  tc_status Report(tc_diagnostic* diagnostic) const;

 private:
#if !TC_CHECK_WORDS
  void CorruptInNumbers(int32_t seen, int32_t expected);
  void UnsupportedInNumbers(int32_t seen, int32_t expected);
#endif

  tc_diagnostic result_ = {TC_OK, -1, 0, 0, ""};
};

}  // namespace tinyclassify

#endif
