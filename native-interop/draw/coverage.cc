#include "coverage.h"

namespace tinyclassify {

CoverageReader::CoverageReader(const uint8_t* probabilities, const uint8_t* bytes, uint32_t first_bit, uint32_t width)
    : rows_(width), probabilities_(probabilities), bytes_(bytes), next_bit_(first_bit) {
  for (int32_t i = 0; i < 16; ++i) ShiftIn();
}

void CoverageReader::ShiftIn() {
  value_ = value_ << 1 | (bytes_[next_bit_ >> 3] >> (7 - (next_bit_ & 7)) & 1u);
  ++next_bit_;
}

bool CoverageReader::Code(uint32_t decision, bool) {
  // The lower part of the range stands for a one.
  const uint32_t part = range_ * probabilities_[decision] >> 8;
  const bool bit = value_ < part;
  if (bit) {
    range_ = part;
  } else {
    range_ -= part;
    value_ -= part;
  }
  for (; range_ <= 1u << 15; range_ <<= 1) ShiftIn();
  return bit;
}

}  // namespace tinyclassify
