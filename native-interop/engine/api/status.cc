#include "common/diagnosis.h"
#include "engine/model/operators.h"
#include "tinyclassify.h"

namespace tinyclassify {
namespace {

// Without the words of the checks 32 bits of a number do (Diagnosis); and a 64-bit division would cost the
// microcontroller 900 bytes of library.
#if TC_CHECK_WORDS
using Magnitude = uint64_t;
#else
using Magnitude = uint32_t;
#endif

/// Writes text into a fixed line and stops where it ends.
class Line {
 public:
  Line(char* text, uint32_t capacity) : text_(text), capacity_(capacity) {}

  Line& Append(const char* text) {
    while (*text != '\0') Put(*text++);
    return *this;
  }

  /// @param grouped  with a comma between thousands
  Line& Append(int64_t number, bool grouped = false) {
    char digits[20];
    uint32_t count = 0;
    auto rest = static_cast<Magnitude>(number < 0 ? 0 - static_cast<uint64_t>(number) : static_cast<uint64_t>(number));
    if (number < 0) Put('-');
    do {
      digits[count++] = static_cast<char>('0' + rest % 10);
      rest /= 10;
    } while (rest != 0);
    while (count != 0) {
      Put(digits[--count]);
      if (grouped && count != 0 && count % 3 == 0) Put(',');
    }
    return *this;
  }

  uint32_t Finish() {
    if (capacity_ == 0) return 0;
    text_[length_] = '\0';
    return length_;
  }

 private:
  void Put(char character) {
    if (length_ + 1 < capacity_) text_[length_++] = character;
  }

  char* text_;
  uint32_t capacity_;
  uint32_t length_ = 0;
};

}  // namespace
}  // namespace tinyclassify

extern "C" {

uint32_t tc_api_version(void) { return TC_API_VERSION; }

const char* tc_status_name(int32_t status) {
  switch (status) {
    case TC_OK:
      return "ok";
    case TC_ERROR_ARGUMENT:
      return "wrong argument";
    case TC_ERROR_MEMORY:
      return "too little memory";
    case TC_ERROR_MODEL_CORRUPT:
      return "model corrupt";
    case TC_ERROR_MODEL_UNSUPPORTED:
      return "model not supported";
    case TC_ERROR_PICTURE_CORRUPT:
      return "picture corrupt";
    case TC_ERROR_PICTURE_UNSUPPORTED:
      return "picture not supported";
    case TC_ERROR_PICTURE_TOO_LARGE:
      return "picture too large";
    case TC_ERROR_READ:
      return "file not read";
    case TC_ERROR_CANCELLED:
      return "cancelled";
    case TC_ERROR_PICTURE_VARIETY:
      return "picture of a variety that is not supported";
    case TC_ERROR_PICTURE_NOT_RGB:
      return "colours not supported";
    case TC_ERROR_PICTURE_INTERLACED:
      return "interlaced picture too large";
    default:
      return "unknown status";
  }
}

uint32_t tc_format_diagnostic(const tc_diagnostic* diagnostic, char* line, uint32_t capacity) {
  if (diagnostic == nullptr || line == nullptr || capacity == 0) return 0;
  tinyclassify::Line out(line, capacity);
  const char* what = diagnostic->what != nullptr ? diagnostic->what : "";
  out.Append(tc_status_name(diagnostic->status));
  if (diagnostic->status == TC_OK) return out.Finish();
  if (diagnostic->operator_index >= 0) {
    out.Append(": operator ").Append(int64_t{diagnostic->operator_index});
    if (tinyclassify::IsUnsupportedOperator(diagnostic->status, what)) {
      return out.Append(" is ")
          .Append(what)
          .Append(" (code ")
          .Append(diagnostic->seen)
          .Append("), which this engine does not run")
          .Finish();
    }
  }
  if (diagnostic->status == TC_ERROR_MEMORY) {
    // The figures first: a small screen may show no more.
    out.Append(": needs ").Append(diagnostic->expected, true).Append(" bytes, has ").Append(diagnostic->seen, true);
    if (*what != '\0') out.Append(" (").Append(what).Append(")");
    return out.Finish();
  }
  if (*what != '\0') out.Append(": ").Append(what);
  // Equal numbers say nothing beside the words.
  if (diagnostic->seen != diagnostic->expected) {
    out.Append(": seen ").Append(diagnostic->seen).Append(", expected ").Append(diagnostic->expected);
  }
  if (*what == '\0') out.Append("; tinyclassify inspect tells of what");
  return out.Finish();
}

}  // extern "C"
