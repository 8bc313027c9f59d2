// Reads the coverage of a glyph: binary arithmetic coding with fixed probabilities.
#ifndef TINYCLASSIFY_DRAW_COVERAGE_H_
#define TINYCLASSIFY_DRAW_COVERAGE_H_

#include <cstdint>

#include "coverage_model.h"

namespace tinyclassify {

class CoverageReader {
 public:
  /// @param probabilities  [kDecisions], of a one, in 1/256; never 0
  /// @param bytes          coverage of the font, two bytes longer than its last glyph
  /// @param first_bit      of the glyph, the highest bit of a byte first
  /// @param width          pixels, [0, kWidestGlyph]
  CoverageReader(const uint8_t* probabilities, const uint8_t* bytes, uint32_t first_bit, uint32_t width);

  /// @return coverage of the next row's pixels [width], each in [0, 15]; good until the next call but one
  const uint8_t* NextRow() { return rows_.CodeRow(this, nullptr); }

 private:
  friend class CoverageRows<CoverageReader>;
  bool Code(uint32_t decision, bool);
  void ShiftIn();

  CoverageRows<CoverageReader> rows_;
  const uint8_t* probabilities_;
  const uint8_t* bytes_;
  uint32_t next_bit_;
  uint32_t range_ = 1u << 16;  // Above 2^15 between decisions, so that every outcome has a part of it.
  uint32_t value_ = 0;         // Below range_.
};

}  // namespace tinyclassify

#endif  // TINYCLASSIFY_DRAW_COVERAGE_H_
