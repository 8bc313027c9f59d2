#include "font.h"

#include "tc_draw.h"

namespace tinyclassify {
namespace {

#include "fonts/fonts.inc"

const Font* const kFonts[TCD_FONT_COUNT] = {&kSmall, &kBody, &kTitle, &kIcon};

}  // namespace

const Font* FindFont(int32_t font) { return font >= 0 && font < TCD_FONT_COUNT ? kFonts[font] : nullptr; }

uint32_t FindGlyph(const Font& font, uint32_t code_point) {
  uint32_t before = 0;
  for (uint32_t i = 0; i < font.range_count; ++i) {
    const CharacterRange& range = font.ranges[i];
    if (code_point < range.first) break;
    if (code_point - range.first < range.count) return before + code_point - range.first;
    before += range.count;
  }
  return font.glyph_count - 1u;
}

uint32_t LetterBelow(uint32_t code_point) {
  const uint32_t place = code_point - kFirstAccented;
  return place < sizeof(kLettersBelow) ? kLettersBelow[place] : 0;
}

}  // namespace tinyclassify
