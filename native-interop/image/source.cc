#include "source.h"

#include <cstring>

#include "failure.h"

namespace tinyclassify::image {

uint32_t Source::Fetch(uint32_t count) {
  memmove(buffer_, at_, available());
  end_ = buffer_ + available();
  at_ = buffer_;
  while (available() < count) {
    if (ended_ || !Continue()) {
      exhausted_ = true;
      break;
    }
    const uint32_t room = capacity_ - available();
    const int32_t got = file_.read(file_.context, buffer_ + available(), room);
    // More than there was room for is a reader's mistake that must not be believed.
    if (got < 0 || static_cast<uint32_t>(got) > room) error_ = got < 0 ? got : INT32_MIN;
    if (got <= 0 || error_ != 0) {
      ended_ = true;
      continue;
    }
    end_ += got;
    fetched_ += static_cast<uint32_t>(got);
  }
  return available();
}

uint32_t Source::Read(uint8_t* out, uint32_t count) {
  uint32_t done = 0;
  while (done < count && Ahead(1) > 0) {
    const uint32_t left = count - done;
    const uint32_t run = available() < left ? available() : left;
    memcpy(out + done, at_, run);
    Consume(run);
    done += run;
  }
  return done;
}

bool Source::Skip(uint64_t count) {
  while (count > 0 && Ahead(1) > 0) {
    const uint32_t run = available() < count ? available() : static_cast<uint32_t>(count);
    Consume(run);
    count -= run;
  }
  return count == 0;
}

tc_status Source::Judge(tc_status status, tc_diagnostic* diagnostic) const {
  if (cancelled_) return Fail(diagnostic, TC_ERROR_CANCELLED, "ended by the caller", 0, 0);
  if (error_ != 0) return Fail(diagnostic, TC_ERROR_READ, "the reader's answer (bytes read)", error_, TC_READ_BYTES);
  return status;
}

}  // namespace tinyclassify::image
