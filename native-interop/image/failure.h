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

/// A sound file that a baseline JPEG of the same picture would stand in for.
inline tc_status Variety(tc_diagnostic* diagnostic, const char* what, int64_t seen, int64_t expected) {
  return Fail(diagnostic, TC_ERROR_PICTURE_VARIETY, what, seen, expected);
}

inline tc_status Succeed(tc_diagnostic* diagnostic) { return Fail(diagnostic, TC_OK, "", 0, 0); }

/// One text for all formats.
inline constexpr char kLongerSide[] = "longer side in pixels";

}  // namespace tinyclassify::image

#endif
