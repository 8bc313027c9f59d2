#include "crc32.h"

namespace tinyclassify::image {
namespace {

/// The four steps of one nibble, from the polynomial.
constexpr uint32_t CrcOfNibble(uint32_t value) {
  for (int bit = 0; bit < 4; ++bit) value = (value & 1) != 0 ? value >> 1 ^ 0xEDB88320u : value >> 1;
  return value;
}

constexpr uint32_t kNibbles[16] = {CrcOfNibble(0),  CrcOfNibble(1),  CrcOfNibble(2),  CrcOfNibble(3),
                                   CrcOfNibble(4),  CrcOfNibble(5),  CrcOfNibble(6),  CrcOfNibble(7),
                                   CrcOfNibble(8),  CrcOfNibble(9),  CrcOfNibble(10), CrcOfNibble(11),
                                   CrcOfNibble(12), CrcOfNibble(13), CrcOfNibble(14), CrcOfNibble(15)};

}  // namespace

uint32_t CrcUpdate(uint32_t crc, const uint8_t* data, uint32_t size) {
  for (uint32_t i = 0; i < size; ++i) {
    crc ^= data[i];
    crc = crc >> 4 ^ kNibbles[crc & 15];
    crc = crc >> 4 ^ kNibbles[crc & 15];
  }
  return crc;
}

}  // namespace tinyclassify::image
