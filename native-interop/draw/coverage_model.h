// In which order a glyph's pixels are told, and what each bit is guessed from. The reader (coverage.h) and the program
// that writes the fonts (tools/generate_fonts.cc) share it, so that they cannot part.
#ifndef TINYCLASSIFY_DRAW_COVERAGE_MODEL_H_
#define TINYCLASSIFY_DRAW_COVERAGE_MODEL_H_

#include <cstdint>

namespace tinyclassify {

constexpr uint32_t kFullCoverage = 15;
constexpr uint32_t kWidestGlyph = 64;

// Where the probabilities of a decision begin, and by what they are told apart; a level counts as none, some or full.
constexpr uint32_t kLikeAbove = 0;            // [left like above left][above like above it][left][above][above right]
constexpr uint32_t kNone = kLikeAbove + 108;  // [left][above left][above]
constexpr uint32_t kFull = kNone + 27;        // the same
constexpr uint32_t kLevel = kFull + 27;       // the higher bits of the level, behind a one
constexpr uint32_t kDecisions = kLevel + 16;

/// Codes a glyph row by row, or decodes it.
/// @tparam Coder  bool Code(uint32_t decision, bool bit): takes the bit, or ignores it and returns the one that it
/// reads
template <typename Coder>
class CoverageRows {
 public:
  explicit CoverageRows(uint32_t width) : width_(width) {}
  CoverageRows(const CoverageRows&) = delete;  // It points into itself.
  CoverageRows& operator=(const CoverageRows&) = delete;

  /// @param levels  coverage of the row's pixels [width], each in [0, 15]; nullptr where the coder reads
  /// @return the same; good until the next call but one
  const uint8_t* CodeRow(Coder* coder, const uint8_t* levels) {
    uint8_t* const oldest = above_twice_;
    above_twice_ = above_;
    above_ = row_;
    row_ = oldest;
    for (uint32_t x = 1; x <= width_; ++x)
      row_[x] = static_cast<uint8_t>(CodePixel(coder, x, levels != nullptr ? levels[x - 1] : 0));
    return row_ + 1;
  }

 private:
  static uint32_t Kind(uint32_t level) { return level == 0 ? 0 : level == kFullCoverage ? 2 : 1; }

  uint32_t CodePixel(Coder* coder, uint32_t x, uint32_t level) const {
    const uint32_t left = row_[x - 1], above_left = above_[x - 1], above = above_[x];
    const uint32_t repeats = (left == above_left ? 2u : 0u) + (above == above_twice_[x] ? 1u : 0u);
    const uint32_t before = Kind(left) * 9 + Kind(above) * 3 + Kind(above_[x + 1]);
    if (coder->Code(kLikeAbove + repeats * 27 + before, level == above)) return above;
    const uint32_t corner = Kind(left) * 9 + Kind(above_left) * 3 + Kind(above);
    if (above != 0 && coder->Code(kNone + corner, level == 0)) return 0;
    if (above != kFullCoverage && coder->Code(kFull + corner, level == kFullCoverage)) return kFullCoverage;
    uint32_t bits = 1;
    for (int32_t shift = 3; shift >= 0; --shift)
      bits = bits * 2 + (coder->Code(kLevel + bits, (level >> shift & 1) != 0) ? 1 : 0);
    return bits - 16;
  }

  // A column without coverage stands on either side.
  uint8_t rows_[3][kWidestGlyph + 2] = {};
  uint8_t *row_ = rows_[0], *above_ = rows_[1], *above_twice_ = rows_[2];
  uint32_t width_;
};

}  // namespace tinyclassify

#endif  // TINYCLASSIFY_DRAW_COVERAGE_MODEL_H_
