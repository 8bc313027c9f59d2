// Anti-aliased glyphs as they lie in flash. tools/generate_fonts.cc writes the tables.
#ifndef TINYCLASSIFY_DRAW_FONT_H_
#define TINYCLASSIFY_DRAW_FONT_H_

#include <cstdint>

namespace tinyclassify {

/// Places of one character, in pixels.
struct Glyph {
  uint32_t width : 7;  // Of its box.
  uint32_t height : 7;
  int32_t left : 4;      // From the pen to the box's left edge.
  uint32_t top : 7;      // From the baseline up to the box's top edge.
  uint32_t advance : 7;  // From this pen position to the next.
};
static_assert(sizeof(Glyph) == 4, "a glyph's places take one word");

/// Characters that follow one another.
struct CharacterRange {
  uint16_t first;  // Unicode, basic plane.
  uint16_t count;
};

struct Font {
  const CharacterRange* ranges;  // Ascending; their characters are the glyphs in order.
  uint16_t range_count;
  uint16_t glyph_count;  // The last one is the box that stands for a character without a glyph.
  const Glyph* glyphs;
  const uint16_t* first_bits;    // Of each glyph in `coverage`.
  const uint8_t* coverage;       // What CoverageReader reads.
  const uint8_t* probabilities;  // [kDecisions]
};

/// @return index of a character's glyph, or of the font's box
uint32_t FindGlyph(const Font& font, uint32_t code_point);

/// The letter of which an accented letter's glyph holds only the accent.
/// @return 0 for a character that is whole
uint32_t LetterBelow(uint32_t code_point);

/// @param font  tcd_font
/// @return nullptr where there is no such font
const Font* FindFont(int32_t font);

}  // namespace tinyclassify

#endif  // TINYCLASSIFY_DRAW_FONT_H_
