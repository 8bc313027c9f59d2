// The caller's file as a stream of bytes, read forward through one small buffer.
#ifndef TINYCLASSIFY_IMAGE_SOURCE_H
#define TINYCLASSIFY_IMAGE_SOURCE_H

#include "bytes.h"
#include "tinyclassify.h"

namespace tinyclassify::image {

class Source {
 public:
  /// @param buffer  of `capacity` bytes, kLeastBuffer .. TC_READ_BYTES
  Source(const tc_reader& file, uint8_t* buffer, uint32_t capacity, tc_progress progress, void* progress_context)
      : file_(file),
        progress_(progress),
        progress_context_(progress_context),
        buffer_(buffer),
        capacity_(capacity),
        at_(buffer),
        end_(buffer) {}

  /// What Ahead can look at, at most.
  static constexpr uint32_t kLeastBuffer = 64;

  /// @return the next byte, or -1 behind the last one
  int32_t Byte() { return at_ != end_ || Ahead(1) > 0 ? *at_++ : -1; }

  /// Looks ahead without reading.
  /// @param count  kLeastBuffer at most
  /// @return bytes that stand at data(); fewer than `count` only at the end of the file
  uint32_t Ahead(uint32_t count) { return available() >= count ? available() : Fetch(count); }
  const uint8_t* data() const { return at_; }
  uint32_t available() const { return static_cast<uint32_t>(end_ - at_); }

  /// Reads `count` bytes that Ahead has shown.
  void Consume(uint32_t count) { at_ += count; }

  /// @return how many bytes there were, `count` at most
  uint32_t Read(uint8_t* out, uint32_t count);

  /// @return whether there were so many bytes
  bool Skip(uint64_t count);

  /// Bytes read so far.
  int64_t offset() const { return static_cast<int64_t>(fetched_ - available()); }

  /// Whether bytes were wanted behind the last one.
  bool exhausted() const { return exhausted_; }

  /// Asks the caller whether to go on.
  bool Continue() {
    if (progress_ != nullptr && !cancelled_) cancelled_ = progress_(progress_context_) != 0;
    return !cancelled_;
  }

  /// What the caller's callbacks have ended, beside what the decoder makes of the missing bytes.
  /// @return `status`, TC_ERROR_READ or TC_ERROR_CANCELLED
  tc_status Judge(tc_status status, tc_diagnostic* diagnostic) const;

 private:
  uint32_t Fetch(uint32_t count);

  const tc_reader file_;
  const tc_progress progress_;
  void* const progress_context_;
  uint8_t* const buffer_;
  const uint32_t capacity_;
  const uint8_t* at_;
  const uint8_t* end_;
  uint64_t fetched_ = 0;
  int32_t error_ = 0;  // Of the reader.
  bool ended_ = false;
  bool exhausted_ = false;
  bool cancelled_ = false;
};

}  // namespace tinyclassify::image

#endif
