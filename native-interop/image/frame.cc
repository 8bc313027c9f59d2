// A frame of pixels in memory, read as the top-down BMP file that it would be: cameras and bitmaps take the pictures' way
// through crop, resize and model, with the same limits and the same progress.
#include <cstring>

#include "bmp.h"
#include "failure.h"
#include "image.h"

namespace tinyclassify::image {
namespace {

constexpr uint32_t kHeadersBytes = kBmpFileHeaderBytes + kBmpInfoHeaderBytes;
constexpr uint32_t kMasksBytes = 12;
constexpr uint32_t kPaletteBytes = 256 * 4;

uint32_t BytesAPixel(uint32_t format) {
  switch (format) {
    case TC_FRAME_RGB565:
      return 2;
    case TC_FRAME_RGB888:
      return 3;
    case TC_FRAME_GREY8:
      return 1;
    case TC_FRAME_BGRX8888:
      return 4;
    default:
      return 0;
  }
}

uint32_t PixelsOffset(uint32_t format) {
  return kHeadersBytes + (format == TC_FRAME_RGB565 ? kMasksBytes : format == TC_FRAME_GREY8 ? kPaletteBytes : 0);
}

void Put16(uint8_t* at, uint32_t value) {
  at[0] = static_cast<uint8_t>(value);
  at[1] = static_cast<uint8_t>(value >> 8);
}

void Put32(uint8_t* at, uint32_t value) {
  Put16(at, value);
  Put16(at + 2, value >> 16);
}

/// @param bytes  [kHeadersBytes + kMasksBytes]
void WriteHeaders(const tc_frame& frame, uint8_t* bytes) {
  memset(bytes, 0, kHeadersBytes + kMasksBytes);
  bytes[0] = 'B';
  bytes[1] = 'M';
  Put32(bytes + 10, PixelsOffset(frame.format));
  uint8_t* const info = bytes + kBmpFileHeaderBytes;
  Put32(info, kBmpInfoHeaderBytes);
  Put32(info + 4, frame.width);
  Put32(info + 8, 0u - frame.height);
  Put16(info + 12, 1);
  Put16(info + 14, 8 * BytesAPixel(frame.format));
  if (frame.format != TC_FRAME_RGB565) return;
  Put32(info + 16, 3);  // Bit fields.
  Put32(bytes + kHeadersBytes, 0xF800);
  Put32(bytes + kHeadersBytes + 4, 0x07E0);
  Put32(bytes + kHeadersBytes + 8, 0x001F);
}

/// Bytes of the file before its pixels, from `from` on.
void CopyHead(const tc_frame& frame, uint32_t from, uint32_t count, uint8_t* out) {
  uint8_t headers[kHeadersBytes + kMasksBytes];
  WriteHeaders(frame, headers);
  const uint32_t written = frame.format == TC_FRAME_RGB565 ? sizeof(headers) : kHeadersBytes;
  for (uint32_t i = from; i < from + count; ++i) {
    const uint32_t place = i - kHeadersBytes;  // In the palette of greys: 0 0 0 0, 1 1 1 0, ...
    *out++ = i < written ? headers[i] : static_cast<uint8_t>(place % 4 < 3 ? place / 4 : 0);
  }
}

/// Bytes of a row as a BMP has it: blue first, padded to four.
void CopyRow(const tc_frame& frame, uint32_t y, uint32_t from, uint32_t count, uint8_t* out) {
  const uint8_t* const row = frame.pixels + static_cast<size_t>(y) * frame.stride;
  const uint32_t bytes = frame.width * BytesAPixel(frame.format);
  const uint32_t of_pixels = from >= bytes ? 0 : count < bytes - from ? count : bytes - from;
  if (frame.format == TC_FRAME_RGB888) {
    uint32_t channel = from % 3;
    for (uint32_t i = from; i < from + of_pixels; ++i) {
      out[i - from] = row[i + 2 - 2 * channel];
      channel = channel == 2 ? 0 : channel + 1;
    }
  } else {
    memcpy(out, row + from, of_pixels);
  }
  memset(out + of_pixels, 0, count - of_pixels);
}

int32_t ReadFrame(void* context, uint8_t* buffer, uint32_t capacity) {
  tc_frame_file& file = *static_cast<tc_frame_file*>(context);
  const tc_frame& frame = file.frame;
  const uint32_t head = PixelsOffset(frame.format);
  const uint32_t row_bytes = (frame.width * BytesAPixel(frame.format) + 3) & ~3u;
  const uint32_t end = head + row_bytes * frame.height;
  uint32_t done = 0;
  while (done < capacity && file.position < end) {
    const bool in_head = file.position < head;
    const uint32_t at = in_head ? file.position : (file.position - head) % row_bytes;
    const uint32_t rest = (in_head ? head : row_bytes) - at;
    const uint32_t count = rest < capacity - done ? rest : capacity - done;
    if (in_head) {
      CopyHead(frame, at, count, buffer + done);
    } else {
      CopyRow(frame, (file.position - head) / row_bytes, at, count, buffer + done);
    }
    file.position += count;
    done += count;
  }
  return static_cast<int32_t>(done);
}

int32_t RewindFrame(void* context) {
  static_cast<tc_frame_file*>(context)->position = 0;
  return 0;
}

}  // namespace
}  // namespace tinyclassify::image

using namespace tinyclassify::image;

tc_status tc_frame_reader(tc_frame_file* file, tc_reader* reader, tc_diagnostic* diagnostic) {
  if (file == nullptr || reader == nullptr || file->frame.pixels == nullptr)
    return Fail(diagnostic, TC_ERROR_ARGUMENT, "frame, its pixels or its reader: null pointer", 0, 1);
  const tc_frame& frame = file->frame;
  const uint32_t bytes = BytesAPixel(frame.format);
  if (bytes == 0) return Fail(diagnostic, TC_ERROR_ARGUMENT, "frame's format (1 to 4)", frame.format, 1);
  const uint32_t sides[2] = {frame.width, frame.height};
  for (const uint32_t side : sides) {
    if (side < 1 || side > TC_IMAGE_MAX_SIDE)
      return Fail(diagnostic, TC_ERROR_ARGUMENT, "frame's side in pixels (1 to 65535)", side, TC_IMAGE_MAX_SIDE);
  }
  if (frame.stride < frame.width * bytes)
    return Fail(diagnostic, TC_ERROR_ARGUMENT, "frame's stride in bytes (a row at least)", frame.stride,
                int64_t{frame.width} * bytes);
  if (static_cast<uint64_t>(frame.stride) * frame.height > UINT32_MAX / 2)
    return Fail(diagnostic, TC_ERROR_ARGUMENT, "frame's bytes", static_cast<int64_t>(frame.stride) * frame.height,
                UINT32_MAX / 2);
  file->position = 0;
  *reader = {ReadFrame, RewindFrame, file};
  return Succeed(diagnostic);
}
