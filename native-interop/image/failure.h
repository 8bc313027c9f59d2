// How a decoder says no: a status, a static text, and two numbers.
#ifndef TINYCLASSIFY_IMAGE_FAILURE_H
#define TINYCLASSIFY_IMAGE_FAILURE_H

#include "tinyclassify.h"

namespace tinyclassify::image {

/// Fills the diagnostic (which may be null) and returns the status, so that a caller can return it in one line.
inline tc_status Fail(tc_diagnostic* diagnostic, tc_status status, const char* what, int64_t seen, int64_t expected) {
  if (diagnostic != nullptr) *diagnostic = {status, -1, seen, expected, what};
  return status;
}

inline tc_status Corrupt(tc_diagnostic* diagnostic, const char* what, int64_t seen, int64_t expected) {
  return Fail(diagnostic, TC_ERROR_PICTURE_CORRUPT, what, seen, expected);
}

inline tc_status Unsupported(tc_diagnostic* diagnostic, const char* what, int64_t seen, int64_t expected) {
  return Fail(diagnostic, TC_ERROR_PICTURE_UNSUPPORTED, what, seen, expected);
}

inline tc_status Succeed(tc_diagnostic* diagnostic) { return Fail(diagnostic, TC_OK, "", 0, 0); }

}  // namespace tinyclassify::image

#endif
