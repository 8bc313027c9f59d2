// A length-delimited piece of the file: a JPEG segment's payload or a PNG chunk's data.
#ifndef TINYCLASSIFY_IMAGE_SEGMENT_H
#define TINYCLASSIFY_IMAGE_SEGMENT_H

#include "crc32.h"
#include "source.h"

namespace tinyclassify::image {

struct Segment {
  Source* source;
  uint32_t type;  ///< Marker, or chunk type.
  uint32_t left;  ///< Bytes to come.
  uint32_t crc;   ///< Running CRC-32 of what was read.

  /// @return the next byte, or -1 behind the last one of the segment or of the file
  int32_t Byte() {
    const int32_t byte = left > 0 ? source->Byte() : -1;
    if (byte < 0) return -1;
    --left;
    const uint8_t value = static_cast<uint8_t>(byte);
    crc = CrcUpdate(crc, &value, 1);
    return byte;
  }

  /// @return whether there were `count` bytes
  bool Read(uint8_t* out, uint32_t count) {
    for (uint32_t i = 0; i < count; ++i) {
      const int32_t byte = Byte();
      if (byte < 0) return false;
      out[i] = static_cast<uint8_t>(byte);
    }
    return true;
  }
};

}  // namespace tinyclassify::image

#endif
