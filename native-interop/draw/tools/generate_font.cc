// Writes one font of fonts/*.inc: rasterises a TrueType file with FreeType's light hinting, or our own signs.
//
//   c++ -std=c++17 -O2 tools/generate_font.cc -o generate_font $(pkg-config --cflags --libs freetype2)
//   ./generate_font NAME PIXELS FONT.ttf > fonts/NAME.inc
//   ./generate_font NAME PIXELS signs    > fonts/NAME.inc
//
// fonts/generate.sh calls it for every font that is built in.
#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_OUTLINE_H

#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

namespace {

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
    result.alpha.insert(result.alpha.end(), bitmap.buffer + y * bitmap.pitch,
                        bitmap.buffer + y * bitmap.pitch + bitmap.width);
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
        points.emplace_back(c[0] + radius * std::cos(c[2] + i * kPi / 24),
                            c[1] + radius * std::sin(c[2] + i * kPi / 24));
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

// What font.h tells of a glyph's coverage.
class NibbleRuns {
 public:
  void Add(const Bitmap& glyph) {
    for (size_t i = 0; i < glyph.alpha.size();) {
      const int level = Level(glyph.alpha[i]);
      size_t run = 1;
      if (level == 0 || level == 15) {
        while (run < 16 && i + run < glyph.alpha.size() && Level(glyph.alpha[i + run]) == level) ++run;
        Put(level);
        Put(static_cast<int>(run) - 1);
      } else {
        Put(level);
      }
      i += run;
    }
    half_ = false;  // Each glyph begins with a whole byte.
  }
  const std::vector<uint8_t>& bytes() const { return bytes_; }

 private:
  static int Level(uint8_t alpha) { return (alpha * 15 + 127) / 255; }
  void Put(int nibble) {
    if (half_) {
      bytes_.back() = static_cast<uint8_t>(bytes_.back() | nibble);
    } else {
      bytes_.push_back(static_cast<uint8_t>(nibble << 4));
    }
    half_ = !half_;
  }

  std::vector<uint8_t> bytes_;
  bool half_ = false;
};

void Write(const std::string& name, const std::string& source, int pixels, const std::vector<Bitmap>& glyphs) {
  std::printf("// Generated by tools/generate_font.cc (fonts/generate.sh): %s, %d pixels. Do not edit.\n",
              source.c_str(), pixels);
  NibbleRuns runs;
  std::printf("const Glyph k%sGlyphs[] = {\n", name.c_str());
  for (const Bitmap& g : glyphs) {
    if (runs.bytes().size() > 0xFFFF) Fail("more coverage than a 16-bit offset reaches");
    std::printf("    {0x%04X, %zu, %d, %d, %d, %d, %d},\n", g.code_point, runs.bytes().size(), g.width, g.height, g.left,
                g.top, g.advance);
    runs.Add(g);
  }
  const std::vector<uint8_t>& coverage = runs.bytes();
  std::printf("};\nconst uint8_t k%sCoverage[] = {", name.c_str());
  for (size_t i = 0; i < coverage.size(); ++i) std::printf("%s0x%02x,", i % 20 == 0 ? "\n    " : " ", coverage[i]);
  std::printf("\n};\nconst Font k%s = {k%sGlyphs, %zu, %zu, k%sCoverage};\n", name.c_str(), name.c_str(), glyphs.size(),
              glyphs.size() - 1, name.c_str());
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) Fail("usage: generate_font NAME PIXELS (FONT.ttf | signs)");
  const int pixels = std::atoi(argv[2]);
  if (pixels < 8 || pixels > 100) Fail("the size in pixels must lie in 8 .. 100");
  FT_Library library;
  if (FT_Init_FreeType(&library) != 0) Fail("FreeType does not start");
  const bool signs = std::strcmp(argv[3], "signs") == 0;
  std::vector<Bitmap> glyphs = signs ? RasteriseSigns(library, pixels) : RasteriseFile(library, argv[3], pixels);
  glyphs.push_back(Box(pixels));
  const char* slash = std::strrchr(argv[3], '/');
  Write(argv[1], signs ? "our own signs" : slash != nullptr ? slash + 1 : argv[3], pixels, glyphs);
  FT_Done_FreeType(library);
  return 0;
}
