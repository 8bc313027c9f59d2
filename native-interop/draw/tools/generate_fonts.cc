// Writes fonts/fonts.inc, the fonts that are built in: rasterises TrueType files with FreeType's light hinting, and our
// own signs, and codes their coverage as coverage.h reads it. fonts/generate.sh calls it.
//
//   generate_fonts NAME PIXELS (FONT.ttf | signs) [NAME PIXELS SOURCE]... > fonts/fonts.inc
#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_OUTLINE_H

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include "../coverage.h"

namespace {

using tinyclassify::CoverageReader;
using tinyclassify::CoverageRows;
using tinyclassify::kDecisions;
using tinyclassify::kFullCoverage;
using tinyclassify::kWidestGlyph;

constexpr double kPi = 3.14159265358979323846;

struct Bitmap {
  uint32_t code_point;
  int width, height, left, top, advance;
  std::vector<uint8_t> alpha;  // [height, width], 0 .. 255
};

[[noreturn]] void Fail(const std::string& what) {
  std::fprintf(stderr, "generate_font: %s\n", what.c_str());
  std::exit(1);
}

// What the application's own text and ordinary file names use; the large font writes titles and class names only.
std::vector<uint32_t> Characters(int pixels) {
  std::vector<uint32_t> all;
  for (uint32_t c = 0x20; c <= 0x7E; ++c) all.push_back(c);
  for (uint32_t c = 0xA1; c <= 0xFF && pixels <= 24; ++c)
    if (c != 0xAD) all.push_back(c);
  for (uint32_t c : {0x2013u, 0x2014u, 0x2018u, 0x2019u, 0x201Cu, 0x201Du, 0x2022u, 0x2026u}) all.push_back(c);
  return all;
}

// A box, for the characters without a glyph. U+FFFD.
Bitmap Box(int pixels) {
  const int width = pixels / 2, height = pixels * 7 / 10;
  Bitmap box{0xFFFD, width, height, 1, height, width + 2, std::vector<uint8_t>(width * height)};
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x)
      if (x == 0 || y == 0 || x == width - 1 || y == height - 1) box.alpha[y * width + x] = 160;
  return box;
}

Bitmap FromFreeType(const FT_Bitmap& bitmap, uint32_t code_point, int left, int top, int advance) {
  Bitmap result{code_point, static_cast<int>(bitmap.width), static_cast<int>(bitmap.rows), left, top, advance, {}};
  for (unsigned y = 0; y < bitmap.rows; ++y)
    result.alpha.insert(result.alpha.end(), bitmap.buffer + y * bitmap.pitch, bitmap.buffer + y * bitmap.pitch + bitmap.width);
  return result;
}

std::vector<Bitmap> RasteriseFile(FT_Library library, const char* path, int pixels) {
  FT_Face face;
  if (FT_New_Face(library, path, 0, &face) != 0) Fail(std::string("cannot read the font ") + path);
  if (FT_Set_Pixel_Sizes(face, 0, pixels) != 0) Fail("the font has no such size");
  std::vector<Bitmap> glyphs;
  for (uint32_t c : Characters(pixels)) {
    if (FT_Get_Char_Index(face, c) == 0) Fail("the font lacks U+" + std::to_string(c));
    if (FT_Load_Char(face, c, FT_LOAD_RENDER | FT_LOAD_TARGET_LIGHT) != 0) Fail("cannot draw U+" + std::to_string(c));
    const FT_GlyphSlot slot = face->glyph;
    glyphs.push_back(FromFreeType(slot->bitmap, c, slot->bitmap_left, slot->bitmap_top, (slot->advance.x + 32) >> 6));
  }
  FT_Done_Face(face);
  return glyphs;
}

// An outline of straight contours in a square of 100 units, y upwards; the even-odd rule cuts holes.
class Sign {
 public:
  void Polygon(const std::vector<std::pair<double, double>>& points) {
    for (const auto& p : points) points_.push_back({static_cast<FT_Pos>(p.first), static_cast<FT_Pos>(p.second)});
    fractions_.insert(fractions_.end(), points.begin(), points.end());
    ends_.push_back(static_cast<short>(points_.size() - 1));
  }
  void Circle(double x, double y, double radius) { Arc(x, y, radius, 0, 2 * kPi); }
  void RoundRectangle(double x, double y, double width, double height, double radius) {
    std::vector<std::pair<double, double>> points;
    const double centres[4][3] = {{x + width - radius, y + height - radius, 0},
                                  {x + radius, y + height - radius, kPi / 2},
                                  {x + radius, y + radius, kPi},
                                  {x + width - radius, y + radius, 3 * kPi / 2}};
    for (const auto& c : centres)
      for (int i = 0; i <= 12; ++i)
        points.emplace_back(c[0] + radius * std::cos(c[2] + i * kPi / 24), c[1] + radius * std::sin(c[2] + i * kPi / 24));
    Polygon(points);
  }
  Bitmap Draw(FT_Library library, uint32_t code_point, int pixels) {
    for (size_t i = 0; i < points_.size(); ++i) {
      points_[i].x = std::lround(fractions_[i].first * pixels * 64 / 100);
      points_[i].y = std::lround(fractions_[i].second * pixels * 64 / 100);
    }
    std::vector<char> tags(points_.size(), FT_CURVE_TAG_ON);
    FT_Outline outline{static_cast<short>(ends_.size()),
                       static_cast<short>(points_.size()),
                       points_.data(),
                       tags.data(),
                       ends_.data(),
                       FT_OUTLINE_EVEN_ODD_FILL | FT_OUTLINE_HIGH_PRECISION};
    Bitmap result{code_point, pixels, pixels, 0, pixels, pixels, std::vector<uint8_t>(pixels * pixels)};
    FT_Bitmap bitmap{};
    bitmap.rows = bitmap.width = pixels;
    bitmap.pitch = pixels;
    bitmap.buffer = result.alpha.data();
    bitmap.num_grays = 256;
    bitmap.pixel_mode = FT_PIXEL_MODE_GRAY;
    if (FT_Outline_Get_Bitmap(library, &outline, &bitmap) != 0) Fail("cannot draw a sign");
    return result;
  }

 private:
  void Arc(double x, double y, double radius, double from, double to) {
    std::vector<std::pair<double, double>> points;
    for (int i = 0; i < 64; ++i) {
      const double angle = from + (to - from) * i / 64;
      points.emplace_back(x + radius * std::cos(angle), y + radius * std::sin(angle));
    }
    Polygon(points);
  }
  std::vector<FT_Vector> points_;
  std::vector<std::pair<double, double>> fractions_;
  std::vector<short> ends_;
};

// U+E000 memory card, E001 warning, E002 picture that cannot be read, E003 our sign.
std::vector<Bitmap> RasteriseSigns(FT_Library library, int pixels) {
  std::vector<Bitmap> signs;
  {
    Sign card;
    card.Polygon({{20, 4}, {80, 4}, {80, 74}, {58, 96}, {20, 96}});
    card.Polygon({{26, 10}, {74, 10}, {74, 71}, {55, 90}, {26, 90}});
    for (double x : {33.0, 44.0, 55.0}) card.RoundRectangle(x, 60, 6, 20, 2);
    signs.push_back(card.Draw(library, 0xE000, pixels));
  }
  {
    Sign warning;
    warning.Polygon({{50, 94}, {98, 8}, {2, 8}});
    warning.Polygon({{46, 66}, {54, 66}, {52.5, 36}, {47.5, 36}});
    warning.Circle(50, 25, 5);
    signs.push_back(warning.Draw(library, 0xE001, pixels));
  }
  {
    Sign picture;
    picture.RoundRectangle(6, 14, 88, 72, 8);
    picture.RoundRectangle(13, 21, 74, 58, 3);
    picture.Polygon({{20, 28}, {40, 56}, {53, 40}, {60, 48}, {80, 28}});
    picture.Circle(66, 63, 7);
    signs.push_back(picture.Draw(library, 0xE002, pixels));
  }
  {
    Sign logo;  // Three layers of a network.
    logo.RoundRectangle(6, 10, 22, 80, 7);
    logo.RoundRectangle(39, 24, 22, 52, 7);
    logo.RoundRectangle(72, 38, 22, 24, 7);
    signs.push_back(logo.Draw(library, 0xE003, pixels));
  }
  return signs;
}

// One font on its way from pixels to tables.
struct Glyph {
  Bitmap bitmap;                // The accent alone where the character is composed.
  std::vector<uint8_t> levels;  // [height, width], 0 .. 15
  size_t first_bit;
};
struct Font {
  std::string name, source;
  int pixels;
  std::vector<Glyph> glyphs;
};

uint8_t Level(uint8_t alpha) { return static_cast<uint8_t>((alpha * 15 + 127) / 255); }

Glyph* Find(Font* font, uint32_t code_point) {
  for (Glyph& glyph : font->glyphs)
    if (glyph.bitmap.code_point == code_point) return &glyph;
  return nullptr;
}

// Letters below the accents of U+00C0 .. U+00FF (Unicode's canonical decompositions); a blank where there is none.
constexpr uint32_t kFirstAccented = 0xC0;
constexpr char kUnicodeLetters[] = "AAAAAA CEEEEIIII NOOOOO  UUUUY  aaaaaa ceeeeiiii nooooo  uuuuy y";
static_assert(sizeof(kUnicodeLetters) == 65, "64 characters and the end");

// Takes the letter out of the accented one. False where its pixels are not all there, or accent and letter share a
// pixel.
bool RemoveLetter(const Glyph& letter, Glyph* accented) {
  const Bitmap& small = letter.bitmap;
  Bitmap& box = accented->bitmap;
  const int dx = small.left - box.left, dy = box.top - small.top;
  std::vector<uint8_t> rest = accented->levels;
  for (int y = 0; y < small.height; ++y)
    for (int x = 0; x < small.width; ++x) {
      const uint8_t level = letter.levels[y * small.width + x];
      if (level == 0) continue;
      if (y + dy < 0 || y + dy >= box.height || x + dx < 0 || x + dx >= box.width) return false;
      uint8_t& there = rest[(y + dy) * box.width + x + dx];
      if (there != level) return false;
      there = 0;
    }
  int left = box.width, right = -1, top = box.height, bottom = -1;
  for (int y = 0; y < box.height; ++y)
    for (int x = 0; x < box.width; ++x)
      if (rest[y * box.width + x] != 0) {
        left = std::min(left, x), right = std::max(right, x);
        top = std::min(top, y), bottom = std::max(bottom, y);
      }
  if (right < 0) return false;
  accented->levels.clear();
  for (int y = top; y <= bottom; ++y)
    for (int x = left; x <= right; ++x) accented->levels.push_back(rest[y * box.width + x]);
  box.left += left, box.top -= top;
  box.width = right - left + 1, box.height = bottom - top + 1;
  return true;
}

// Leaves of an accented letter its accent where that is possible in every font that has it. Returns the letters, '\0'
// for none.
std::string Decompose(std::vector<Font>* fonts) {
  std::string letters(64, '\0');
  for (uint32_t i = 0; i < 64; ++i) {
    if (kUnicodeLetters[i] == ' ') continue;
    std::vector<std::pair<Glyph*, Glyph>> reduced;
    bool possible = true;
    for (Font& font : *fonts) {
      Glyph* const accented = Find(&font, kFirstAccented + i);
      if (accented == nullptr) continue;
      reduced.emplace_back(accented, *accented);
      possible = possible && RemoveLetter(*Find(&font, static_cast<uint32_t>(kUnicodeLetters[i])), &reduced.back().second);
    }
    if (!possible || reduced.empty()) continue;
    for (auto& [place, glyph] : reduced) *place = glyph;
    letters[i] = kUnicodeLetters[i];
  }
  return letters;
}

// Counts how often each decision is a one.
class Counter {
 public:
  bool Code(uint32_t decision, bool bit) {
    ++seen_[decision];
    ones_[decision] += bit ? 1 : 0;
    return bit;
  }
  std::vector<uint8_t> Probabilities() const {
    std::vector<uint8_t> result;
    for (uint32_t i = 0; i < kDecisions; ++i) {
      const double share = seen_[i] == 0 ? 0.5 : static_cast<double>(ones_[i]) / seen_[i];
      result.push_back(static_cast<uint8_t>(std::clamp(std::lround(share * 256), 1L, 255L)));
    }
    return result;
  }

 private:
  int seen_[kDecisions] = {}, ones_[kDecisions] = {};
};

// The other side of CoverageReader::Code.
class Encoder {
 public:
  explicit Encoder(const std::vector<uint8_t>& probabilities) : probabilities_(probabilities) {}
  bool Code(uint32_t decision, bool bit) {
    const uint32_t part = range_ * probabilities_[decision] >> 8;
    if (bit) {
      range_ = part;
    } else {
      range_ -= part;
      low_ += part;
    }
    for (; range_ <= 1u << 15; range_ <<= 1) ShiftOut();
    return bit;
  }
  // Ends a glyph with as few bits as leave it sure whatever follows. The next one begins behind them.
  void Finish() {
    uint32_t count = 0, end = 0;
    for (;; ++count) {
      const uint32_t step = 1u << (16 - count);
      end = (low_ + step - 1) / step * step;
      if (end + step <= low_ + range_) break;
    }
    low_ = end;
    for (uint32_t i = 0; i < count; ++i) ShiftOut();
    low_ = 0;
    range_ = 1u << 16;
  }
  const std::vector<bool>& bits() const { return bits_; }

 private:
  void ShiftOut() {
    if (low_ >= 1u << 16) {  // A carry.
      low_ -= 1u << 16;
      size_t i = bits_.size();
      while (bits_[--i]) bits_[i] = false;
      bits_[i] = true;
    }
    bits_.push_back((low_ >> 15) != 0);
    low_ = (low_ << 1) & 0xFFFF;
  }

  const std::vector<uint8_t>& probabilities_;
  std::vector<bool> bits_;
  uint32_t low_ = 0, range_ = 1u << 16;
};

template <typename Coder>
void CodeGlyph(const Glyph& glyph, Coder* coder) {
  const uint32_t width = static_cast<uint32_t>(glyph.bitmap.width);
  if (width > kWidestGlyph) Fail("a glyph is wider than coverage_model.h allows");
  CoverageRows<Coder> rows(width);
  for (int y = 0; y < glyph.bitmap.height; ++y) rows.CodeRow(coder, glyph.levels.data() + y * width);
}

// Codes a font's glyphs, equal ones once, and reads them again.
std::vector<uint8_t> EncodeFont(const std::vector<uint8_t>& probabilities, Font* font) {
  Encoder encoder(probabilities);
  std::vector<Glyph>& glyphs = font->glyphs;
  for (size_t i = 0; i < glyphs.size(); ++i) {
    const auto twin = std::find_if(glyphs.begin(), glyphs.begin() + i, [&](const Glyph& other) {
      return other.bitmap.width == glyphs[i].bitmap.width && other.levels == glyphs[i].levels;
    });
    glyphs[i].first_bit = twin != glyphs.begin() + i ? twin->first_bit : encoder.bits().size();
    if (twin != glyphs.begin() + i) continue;
    if (glyphs[i].first_bit > 0xFFFF) Fail("more coverage than 16 bits reach");
    CodeGlyph(glyphs[i], &encoder);
    encoder.Finish();
  }
  std::vector<uint8_t> bytes((encoder.bits().size() + 7) / 8 + 2);
  for (size_t i = 0; i < encoder.bits().size(); ++i)
    if (encoder.bits()[i]) bytes[i / 8] = static_cast<uint8_t>(bytes[i / 8] | 0x80 >> i % 8);
  for (const Glyph& glyph : glyphs) {
    const uint32_t width = static_cast<uint32_t>(glyph.bitmap.width);
    CoverageReader reader(probabilities.data(), bytes.data(), static_cast<uint32_t>(glyph.first_bit), width);
    for (int y = 0; y < glyph.bitmap.height; ++y) {
      const uint8_t* const row = reader.NextRow();
      if (!std::equal(row, row + width, glyph.levels.begin() + y * width)) Fail("a glyph is not read as it was coded");
    }
  }
  return bytes;
}

void WriteBytes(const std::string& name, const std::vector<uint8_t>& bytes) {
  std::printf("const uint8_t %s[] = {", name.c_str());
  for (size_t i = 0; i < bytes.size(); ++i) std::printf("%s0x%02x,", i % 20 == 0 ? "\n    " : " ", bytes[i]);
  std::printf("\n};\n");
}

void WriteFont(const Font& font, const std::vector<uint8_t>& coverage) {
  const char* const name = font.name.c_str();
  std::printf("\n// %s, %d pixels.\n", font.source.c_str(), font.pixels);
  std::printf("const CharacterRange k%sRanges[] = {\n", name);
  size_t ranges = 0;
  for (size_t i = 0; i < font.glyphs.size(); ++ranges) {
    const size_t first = i;
    do ++i;
    while (i < font.glyphs.size() && font.glyphs[i].bitmap.code_point == font.glyphs[i - 1].bitmap.code_point + 1);
    std::printf("    {0x%04X, %zu},\n", font.glyphs[first].bitmap.code_point, i - first);
  }
  std::printf("};\nconst Glyph k%sGlyphs[] = {\n", name);
  for (const Glyph& glyph : font.glyphs) {
    const Bitmap& b = glyph.bitmap;
    if (b.height > 127 || b.left < -8 || b.left > 7 || b.top < 0 || b.top > 127 || b.advance > 127)
      Fail("U+" + std::to_string(b.code_point) + " does not fit font.h's Glyph");
    std::printf("    {%d, %d, %d, %d, %d},  // U+%04X\n", b.width, b.height, b.left, b.top, b.advance, b.code_point);
  }
  std::printf("};\nconst uint16_t k%sFirstBits[] = {", name);
  for (size_t i = 0; i < font.glyphs.size(); ++i) std::printf("%s%zu,", i % 16 == 0 ? "\n    " : " ", font.glyphs[i].first_bit);
  std::printf("\n};\n");
  WriteBytes("k" + font.name + "Coverage", coverage);
  std::printf("const Font k%s = {k%sRanges, %zu, %zu, k%sGlyphs, k%sFirstBits, k%sCoverage, kProbabilities};\n", name, name,
              ranges, font.glyphs.size(), name, name, name);
}

Font Rasterise(FT_Library library, const char* name, int pixels, const char* source) {
  if (pixels < 8 || pixels > static_cast<int>(kWidestGlyph)) Fail("the size in pixels must lie in 8 .. 64");
  const bool signs = std::strcmp(source, "signs") == 0;
  std::vector<Bitmap> bitmaps = signs ? RasteriseSigns(library, pixels) : RasteriseFile(library, source, pixels);
  bitmaps.push_back(Box(pixels));
  const char* const slash = std::strrchr(source, '/');
  Font font{name, signs ? "Our own signs" : slash != nullptr ? slash + 1 : source, pixels, {}};
  for (const Bitmap& bitmap : bitmaps) {
    std::vector<uint8_t> levels(bitmap.alpha.size());
    std::transform(bitmap.alpha.begin(), bitmap.alpha.end(), levels.begin(), Level);
    font.glyphs.push_back({bitmap, levels, 0});
  }
  return font;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4 || argc % 3 != 1) Fail("usage: generate_fonts NAME PIXELS (FONT.ttf | signs) [NAME PIXELS SOURCE]...");
  FT_Library library;
  if (FT_Init_FreeType(&library) != 0) Fail("FreeType does not start");
  std::vector<Font> fonts;
  for (int i = 1; i < argc; i += 3) fonts.push_back(Rasterise(library, argv[i], std::atoi(argv[i + 1]), argv[i + 2]));
  FT_Done_FreeType(library);

  const std::string letters = Decompose(&fonts);
  Counter counter;
  for (const Font& font : fonts)
    for (const Glyph& glyph : font.glyphs) CodeGlyph(glyph, &counter);
  const std::vector<uint8_t> probabilities = counter.Probabilities();

  std::printf("// Generated by tools/generate_fonts.cc (fonts/generate.sh). Do not edit.\n");
  std::printf("constexpr uint32_t kFirstAccented = 0x%X;\n", kFirstAccented);
  WriteBytes("kLettersBelow", std::vector<uint8_t>(letters.begin(), letters.end()));
  WriteBytes("kProbabilities", probabilities);
  for (Font& font : fonts) WriteFont(font, EncodeFont(probabilities, &font));
  return 0;
}
