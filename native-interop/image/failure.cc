#include "failure.h"

namespace tinyclassify::image {

tc_status Corrupt(tc_diagnostic* diagnostic, const char* what, int32_t seen, int32_t expected) {
  return Fail(diagnostic, TC_ERROR_PICTURE_CORRUPT, what, seen, expected);
}

tc_status CorruptWide(tc_diagnostic* diagnostic, const char* what, int64_t seen, int64_t expected) {
  return Fail(diagnostic, TC_ERROR_PICTURE_CORRUPT, what, seen, expected);
}

tc_status Variety(tc_diagnostic* diagnostic, const char* what, int32_t seen, int32_t expected) {
  return Fail(diagnostic, TC_ERROR_PICTURE_VARIETY, what, seen, expected);
}

}  // namespace tinyclassify::image
