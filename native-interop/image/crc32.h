// CRC-32 of PNG chunks (ISO 3309, polynomial 0xEDB88320 reflected), four bits a step: 64 bytes of table.
#ifndef TINYCLASSIFY_IMAGE_CRC32_H
#define TINYCLASSIFY_IMAGE_CRC32_H

#include <cstdint>

namespace tinyclassify::image {

/// The four steps of one nibble, from the polynomial.
constexpr uint32_t CrcOfNibble(uint32_t value) {
  for (int bit = 0; bit < 4; ++bit) value = (value & 1) != 0 ? value >> 1 ^ 0xEDB88320u : value >> 1;
  return value;
}

inline uint32_t Crc32(const uint8_t* data, uint32_t size) {
  static constexpr uint32_t kNibbles[16] = {CrcOfNibble(0),  CrcOfNibble(1),  CrcOfNibble(2),  CrcOfNibble(3),
                                            CrcOfNibble(4),  CrcOfNibble(5),  CrcOfNibble(6),  CrcOfNibble(7),
                                            CrcOfNibble(8),  CrcOfNibble(9),  CrcOfNibble(10), CrcOfNibble(11),
                                            CrcOfNibble(12), CrcOfNibble(13), CrcOfNibble(14), CrcOfNibble(15)};
  uint32_t crc = 0xFFFFFFFFu;
  for (uint32_t i = 0; i < size; ++i) {
    crc ^= data[i];
    crc = crc >> 4 ^ kNibbles[crc & 15];
    crc = crc >> 4 ^ kNibbles[crc & 15];
  }
  return ~crc;
}

}  // namespace tinyclassify::image

#endif
