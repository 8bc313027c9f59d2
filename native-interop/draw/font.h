// Anti-aliased glyphs as they lie in flash. tools/generate_font.cc writes the tables.
#ifndef TINYCLASSIFY_DRAW_FONT_H_
#define TINYCLASSIFY_DRAW_FONT_H_

#include <cstdint>

namespace tinyclassify {

/// One character. Its coverage is a run of nibbles, high one first, row after row without padding: 1 .. 14 is one pixel,
/// 0 (none) or 15 (all) is followed by a nibble that tells how many more pixels are like it.
struct Glyph {
  uint16_t code_point;  // Unicode, basic plane; the table is sorted by it.
  uint16_t offset;      // Of its first byte in Font::coverage.
  uint8_t width;        // Pixels of its box.
  uint8_t height;
  int8_t left;      // From the pen to the box's left edge.
  int8_t top;       // From the baseline up to the box's top edge.
  uint8_t advance;  // From this pen position to the next.
};

struct Font {
  const Glyph* glyphs;
  uint16_t glyph_count;
  uint16_t missing;  // Index of the box that stands for a character without a glyph.
  const uint8_t* coverage;
};

/// @return the glyph of a character, or the font's box.
const Glyph& FindGlyph(const Font& font, uint32_t code_point);

/// @param font  tcd_font
/// @return nullptr where there is no such font
const Font* FindFont(int32_t font);

}  // namespace tinyclassify

#endif  // TINYCLASSIFY_DRAW_FONT_H_
