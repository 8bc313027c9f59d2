#include <gtest/gtest.h>

#include <climits>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "pixels.h"
#include "tc_draw.h"

namespace {

constexpr uint16_t kWhite = 0xFFFF;

/// A frame with a guard before and behind it: whoever writes outside is found out.
class GuardedFrame {
 public:
  GuardedFrame(int32_t width, int32_t height)
      : width_(width), height_(height), pixels_(static_cast<size_t>(width) * height + 2 * kGuard, kGuardColor) {
    std::fill(pixels_.begin() + kGuard, pixels_.end() - kGuard, uint16_t{0});
    frame = {pixels_.data() + kGuard, width, height};
  }
  ~GuardedFrame() {
    for (size_t i = 0; i < kGuard; ++i) {
      EXPECT_EQ(kGuardColor, pixels_[i]);
      EXPECT_EQ(kGuardColor, pixels_[pixels_.size() - 1 - i]);
    }
  }
  uint16_t At(int32_t x, int32_t y) const { return frame.pixels[y * width_ + x]; }
  int CountDrawn() const {
    int drawn = 0;
    for (int32_t i = 0; i < width_ * height_; ++i) drawn += frame.pixels[i] != 0;
    return drawn;
  }
  tcd_frame frame;

 private:
  static constexpr size_t kGuard = 4096;
  static constexpr uint16_t kGuardColor = 0xA5A5;
  int32_t width_, height_;
  std::vector<uint16_t> pixels_;
};

tcd_text Text(std::string_view text, int32_t font, int32_t max_width) {
  return {reinterpret_cast<const uint8_t*>(text.data()), static_cast<uint32_t>(text.size()), font, max_width};
}

TEST(Text, Tells_which_letters_a_font_has) {
  for (const uint32_t c : {uint32_t{'A'}, 0xE9u, 0xFFu, 0x2026u}) EXPECT_EQ(tcd_has_letter(TCD_FONT_BODY, c), 1);
  for (const uint32_t c : {0x0u, 0xADu, 0x100u, 0x301u, 0x732Bu, 0x1F408u, 0xFFFDu, 0xFFFFFFFFu}) {
    EXPECT_EQ(tcd_has_letter(TCD_FONT_BODY, c), 0);
  }
  EXPECT_EQ(tcd_has_letter(TCD_FONT_TITLE, 0xE9), 0);
  EXPECT_EQ(tcd_has_letter(TCD_FONT_ICON, 0xE000), 1);
  EXPECT_EQ(tcd_has_letter(TCD_FONT_COUNT, 'A'), TC_ERROR_ARGUMENT);
  EXPECT_EQ(tcd_has_letter(-1, 'A'), TC_ERROR_ARGUMENT);
}

TEST(Fill, Fills_exactly_the_rectangle) {
  GuardedFrame f(20, 10);
  const tcd_rectangle r{3, 2, 5, 4};
  ASSERT_EQ(TC_OK, tcd_fill(&f.frame, &r, kWhite));
  EXPECT_EQ(5 * 4, f.CountDrawn());
  EXPECT_EQ(kWhite, f.At(3, 2));
  EXPECT_EQ(kWhite, f.At(7, 5));
  EXPECT_EQ(0, f.At(8, 5));
}

TEST(Fill, Clips_whatever_the_coordinates) {
  GuardedFrame f(20, 10);
  for (int32_t x : {INT_MIN, -7, 0, 13, 19, 20, INT_MAX})
    for (int32_t size : {INT_MIN, -1, 0, 1, 30, INT_MAX})
      for (int32_t radius : {INT_MIN, 0, 3, INT_MAX}) {
        const tcd_rectangle r{x, x, size, size};
        EXPECT_EQ(TC_OK, tcd_fill(&f.frame, &r, kWhite));
        EXPECT_EQ(TC_OK, tcd_fill_round(&f.frame, &r, radius, kWhite));
      }
}

TEST(FillRound, Is_symmetric_and_leaves_the_corners_free) {
  GuardedFrame f(40, 30);
  const tcd_rectangle r{4, 5, 30, 20};
  ASSERT_EQ(TC_OK, tcd_fill_round(&f.frame, &r, 8, kWhite));
  EXPECT_EQ(0, f.At(4, 5));
  EXPECT_EQ(kWhite, f.At(19, 5));
  EXPECT_EQ(kWhite, f.At(4, 15));
  for (int32_t y = 0; y < 20; ++y)
    for (int32_t x = 0; x < 30; ++x) {
      EXPECT_EQ(f.At(4 + x, 5 + y), f.At(33 - x, 5 + y));
      EXPECT_EQ(f.At(4 + x, 5 + y), f.At(4 + x, 24 - y));
    }
}

TEST(Copy, Places_each_pixel_and_clips) {
  std::vector<uint16_t> picture(6 * 4);
  for (size_t i = 0; i < picture.size(); ++i) picture[i] = static_cast<uint16_t>(i + 1);
  GuardedFrame f(10, 10);
  const tcd_rectangle r{-2, 8, 6, 4};
  ASSERT_EQ(TC_OK, tcd_copy(&f.frame, &r, picture.data()));
  EXPECT_EQ(3, f.At(0, 8));
  EXPECT_EQ(12, f.At(3, 9));
  EXPECT_EQ(4 * 2, f.CountDrawn());
}

TEST(Text, Is_as_wide_as_it_was_measured) {
  GuardedFrame f(400, 60);
  const std::string words =
      "Pr\xC3\xBC"
      "fung 98.4 %";
  for (int32_t font = 0; font < TCD_FONT_ICON; ++font) {
    const tcd_text text = Text(words, font, 400);
    EXPECT_EQ(tcd_text_width(&text), tcd_draw_text(&f.frame, &text, 5, 40, kWhite));
  }
  EXPECT_GT(f.CountDrawn(), 500);
}

TEST(Text, Ends_in_an_ellipsis_where_it_is_too_wide) {
  const std::string words = "a file name that is much too long for its place.jpg";
  const std::string dots = "\xE2\x80\xA6";
  tcd_text ellipsis = Text(dots, TCD_FONT_BODY, 1000);
  const int32_t dots_width = tcd_text_width(&ellipsis);
  for (int32_t room = 0; room < 420; ++room) {
    GuardedFrame f(420, 30);
    tcd_text text = Text(words, TCD_FONT_BODY, room);
    const int32_t width = tcd_draw_text(&f.frame, &text, 0, 20, kWhite);
    EXPECT_LE(width, room);
    EXPECT_EQ(room >= dots_width, width > 0) << room;
    for (int32_t y = 0; y < 30; ++y)
      for (int32_t x = room + 1; x < 420; ++x) ASSERT_EQ(0, f.At(x, y)) << room;
  }
}

TEST(Text, Shows_one_box_for_each_byte_that_is_no_character) {
  tcd_text box = Text("\xF0\x9F\x98\x80", TCD_FONT_BODY, 1000);  // A sound character without a glyph.
  const int32_t box_width = tcd_text_width(&box);
  EXPECT_GT(box_width, 0);
  for (const char* bad : {"\x80", "\xC3", "\xFF", "\xC0\x80", "\xE0\x80\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xE2\x82"}) {
    tcd_text text = Text(bad, TCD_FONT_BODY, 1000);
    EXPECT_EQ(box_width * static_cast<int32_t>(std::strlen(bad)), tcd_text_width(&text)) << bad;
  }
}

TEST(Text, Stays_inside_the_frame_wherever_it_is_drawn) {
  GuardedFrame f(50, 20);
  const std::string words = "Clipping";
  for (int32_t x : {INT_MIN, -60, -3, 0, 45, 60, INT_MAX})
    for (int32_t y : {INT_MIN, -5, 0, 5, 19, 25, INT_MAX}) {
      const tcd_text text = Text(words, TCD_FONT_TITLE, 1000);
      EXPECT_GT(tcd_draw_text(&f.frame, &text, x, y, kWhite), 0);
    }
}

// The hashes are of the coverage before it was coded: FreeType's, in sixteenths.
TEST(Text, Draws_every_glyph_as_it_was_rasterised) {
  const uint64_t expected[TCD_FONT_COUNT] = {6660685689464225884u, 4369942436068242965u, 17008990838860152195u,
                                             741278805194120882u};
  for (int32_t font = 0; font < TCD_FONT_COUNT; ++font) {
    uint64_t hash = 14695981039346656037u;  // FNV-1a.
    for (uint32_t c = 0x20; c <= 0xE010; c = c == 0x100 ? 0x2010 : c == 0x2030 ? 0xE000 : c + 1) {
      std::string character;
      if (c < 0x80) {
        character = {static_cast<char>(c)};
      } else if (c < 0x800) {
        character = {static_cast<char>(0xC0 | c >> 6), static_cast<char>(0x80 | (c & 63))};
      } else {
        character = {static_cast<char>(0xE0 | c >> 12), static_cast<char>(0x80 | (c >> 6 & 63)),
                     static_cast<char>(0x80 | (c & 63))};
      }
      GuardedFrame f(72, 72);
      const tcd_text text = Text(character, font, 70);
      const int32_t width = tcd_draw_text(&f.frame, &text, 4, 65, kWhite);
      hash = (hash ^ static_cast<uint64_t>(width)) * 1099511628211u;
      for (int32_t i = 0; i < 72 * 72; ++i) hash = (hash ^ f.frame.pixels[i]) * 1099511628211u;
    }
    EXPECT_EQ(expected[font], hash) << "font " << font;
  }
}

TEST(Blend, Reaches_both_colours_and_is_exact_between) {
  EXPECT_EQ(0x1234, tinyclassify::Blend(0x1234, kWhite, 0));
  EXPECT_EQ(kWhite, tinyclassify::Blend(0x1234, kWhite, 16));
  for (uint32_t coverage = 0; coverage <= 16; ++coverage) {
    const uint16_t mixed = tinyclassify::Blend(0xF800, 0x07FF, coverage);
    EXPECT_EQ((31 * (16 - coverage)) >> 4, static_cast<uint32_t>(mixed >> 11));
    EXPECT_EQ((63 * coverage) >> 4, static_cast<uint32_t>(mixed >> 5 & 63));
    EXPECT_EQ((31 * coverage) >> 4, static_cast<uint32_t>(mixed & 31));
  }
}

TEST(Arguments, Are_refused_where_something_is_missing) {
  GuardedFrame f(4, 4);
  const tcd_rectangle r{0, 0, 4, 4};
  const tcd_frame no_pixels{nullptr, 4, 4}, no_width{f.frame.pixels, 0, 4}, too_wide{f.frame.pixels, 5000, 1};
  for (const tcd_frame* frame : {static_cast<const tcd_frame*>(nullptr), &no_pixels, &no_width, &too_wide}) {
    EXPECT_EQ(TC_ERROR_ARGUMENT, tcd_fill(frame, &r, kWhite));
    EXPECT_EQ(TC_ERROR_ARGUMENT, tcd_fill_round(frame, &r, 2, kWhite));
    EXPECT_EQ(TC_ERROR_ARGUMENT, tcd_copy(frame, &r, f.frame.pixels));
  }
  const tcd_text no_font = Text("x", TCD_FONT_COUNT, 10), no_text{nullptr, 3, 0, 10}, empty{nullptr, 0, 0, 10};
  EXPECT_EQ(TC_ERROR_ARGUMENT, tcd_text_width(&no_font));
  EXPECT_EQ(TC_ERROR_ARGUMENT, tcd_text_width(&no_text));
  EXPECT_EQ(TC_ERROR_ARGUMENT, tcd_text_width(nullptr));
  EXPECT_EQ(0, tcd_text_width(&empty));
}

}  // namespace
