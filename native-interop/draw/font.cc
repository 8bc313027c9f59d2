#include "font.h"

#include "tc_draw.h"

namespace tinyclassify {
namespace {

#include "fonts/body.inc"
#include "fonts/icon.inc"
#include "fonts/small.inc"
#include "fonts/title.inc"

const Font* const kFonts[TCD_FONT_COUNT] = {&kSmall, &kBody, &kTitle, &kIcon};

}  // namespace

const Font* FindFont(int32_t font) { return font >= 0 && font < TCD_FONT_COUNT ? kFonts[font] : nullptr; }

const Glyph& FindGlyph(const Font& font, uint32_t code_point) {
  int32_t low = 0, high = font.glyph_count - 1;
  while (low <= high) {
    const int32_t middle = (low + high) / 2;
    const Glyph& glyph = font.glyphs[middle];
    if (glyph.code_point == code_point) return glyph;
    if (glyph.code_point < code_point) {
      low = middle + 1;
    } else {
      high = middle - 1;
    }
  }
  return font.glyphs[font.missing];
}

}  // namespace tinyclassify
