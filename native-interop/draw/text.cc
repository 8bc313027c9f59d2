// Runs of text: UTF-8 in, glyphs blended over what is there.
#include "coverage.h"
#include "font.h"
#include "pixels.h"
#include "tc_draw.h"

namespace tinyclassify {
namespace {

constexpr uint32_t kEllipsis = 0x2026;
constexpr uint32_t kInvalid = 0xFFFD;

/// Reads one character and moves on by its bytes; one invalid byte is one kInvalid (RFC 3629, overlong forms refused).
uint32_t NextCharacter(const uint8_t** at, const uint8_t* end) {
  const uint8_t first = *(*at)++;
  if (first < 0x80) return first;
  const int32_t more = first >= 0xF0 && first < 0xF5   ? 3
                       : first >= 0xE0 && first < 0xF0 ? 2
                       : first >= 0xC2 && first < 0xE0 ? 1
                                                       : 0;
  if (more == 0 || end - *at < more) return kInvalid;
  uint32_t value = first & (0x3Fu >> more);
  for (int32_t i = 0; i < more; ++i) {
    if (((*at)[i] & 0xC0u) != 0x80u) return kInvalid;
    value = value << 6 | ((*at)[i] & 0x3Fu);
  }
  const uint32_t least = more == 1 ? 0x80 : more == 2 ? 0x800 : 0x10000;
  if (value < least || value > 0x10FFFF || (value >= 0xD800 && value < 0xE000)) return kInvalid;
  *at += more;
  return value;
}

bool IsText(const tcd_text* text) {
  return text != nullptr && (text->utf8 != nullptr || text->bytes == 0) && FindFont(text->font) != nullptr;
}

/// How much of a run is drawn.
struct Fit {
  const uint8_t* end;  // One past the last byte that is drawn.
  int32_t width;       // Pixels, the ellipsis included.
  bool cut;
};

int32_t Advance(const Font& font, uint32_t code_point) {
  return static_cast<int32_t>(font.glyphs[FindGlyph(font, code_point)].advance);
}

Fit Measure(const Font& font, const tcd_text& text) {
  const uint8_t* const end = text.utf8 + text.bytes;
  const int32_t ellipsis = Advance(font, kEllipsis);
  Fit with_ellipsis{text.utf8, ellipsis, true};  // The longest part that leaves room for an ellipsis.
  int32_t width = 0;
  for (const uint8_t* at = text.utf8; at < end;) {
    width += Advance(font, NextCharacter(&at, end));
    if (width > text.max_width) {
      if (ellipsis <= text.max_width) return with_ellipsis;
      return {text.utf8, 0, false};  // Not even the ellipsis fits: nothing is drawn.
    }
    if (width + ellipsis <= text.max_width) with_ellipsis = {at, width + ellipsis, true};
  }
  return {end, width, false};
}

void DrawGlyph(const tcd_frame& frame, const Font& font, uint32_t index, int32_t pen, int32_t baseline, uint16_t color) {
  const Glyph& glyph = font.glyphs[index];
  const int32_t x0 = pen + glyph.left, y0 = baseline - static_cast<int32_t>(glyph.top);
  const Clip clip(frame, {x0, y0, static_cast<int32_t>(glyph.width), static_cast<int32_t>(glyph.height)});
  CoverageReader coverage(font.probabilities, font.coverage, font.first_bits[index], glyph.width);
  for (int32_t y = y0; y < clip.bottom; ++y) {
    const uint8_t* const levels = coverage.NextRow();
    if (y < clip.top) continue;
    for (int32_t x = clip.left; x < clip.right; ++x) {
      const uint32_t level = levels[x - x0];
      if (level == 0) continue;
      uint16_t* pixel = frame.pixels + y * frame.width + x;
      *pixel = Blend(*pixel, color, level + (level >> 3));  // 15 becomes a full 16.
    }
  }
}

/// @return the pen's next position
int32_t DrawCharacter(const tcd_frame& frame, const Font& font, uint32_t code_point, int32_t pen, int32_t baseline,
                      uint16_t color) {
  const uint32_t index = FindGlyph(font, code_point);
  const uint32_t letter = LetterBelow(code_point);
  if (letter != 0 && index + 1u != font.glyph_count) DrawGlyph(frame, font, FindGlyph(font, letter), pen, baseline, color);
  DrawGlyph(frame, font, index, pen, baseline, color);
  return pen + static_cast<int32_t>(font.glyphs[index].advance);
}

}  // namespace
}  // namespace tinyclassify

int32_t tcd_has_letter(int32_t font, uint32_t code_point) {
  const tinyclassify::Font* const found = tinyclassify::FindFont(font);
  if (found == nullptr) return TC_ERROR_ARGUMENT;
  return tinyclassify::FindGlyph(*found, code_point) != found->glyph_count - 1u ? 1 : 0;
}

int32_t tcd_text_width(const tcd_text* text) {
  if (!tinyclassify::IsText(text)) return TC_ERROR_ARGUMENT;
  return tinyclassify::Measure(*tinyclassify::FindFont(text->font), *text).width;
}

int32_t tcd_draw_text(const tcd_frame* frame, const tcd_text* text, int32_t x, int32_t baseline, uint16_t color) {
  if (!tinyclassify::IsFrame(frame) || !tinyclassify::IsText(text)) return TC_ERROR_ARGUMENT;
  const tinyclassify::Font& font = *tinyclassify::FindFont(text->font);
  const tinyclassify::Fit fit = tinyclassify::Measure(font, *text);
  int32_t pen = tinyclassify::Hold(x);
  baseline = tinyclassify::Hold(baseline);
  for (const uint8_t* at = text->utf8; at < fit.end && pen < frame->width;) {
    const uint32_t code_point = tinyclassify::NextCharacter(&at, fit.end);
    pen = tinyclassify::DrawCharacter(*frame, font, code_point, pen, baseline, color);
  }
  if (fit.cut) tinyclassify::DrawCharacter(*frame, font, tinyclassify::kEllipsis, pen, baseline, color);
  return fit.width;
}
