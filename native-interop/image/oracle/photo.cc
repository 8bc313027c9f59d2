#include "photo.h"

namespace tinyclassify::image::oracle {
namespace {

uint32_t Hash(uint32_t x, uint32_t y, uint32_t seed) {
  uint32_t value = x * 0x9E3779B1u ^ y * 0x85EBCA77u ^ seed * 0xC2B2AE3Du;
  value = (value ^ value >> 15) * 0x2C1B3C6Du;
  value = (value ^ value >> 12) * 0x297A2D39u;
  return value ^ value >> 15;
}

/// Values at the corners of a grid of `cell` pixels, blended between: 0 .. 255 * 256.
uint32_t Smooth(uint32_t x, uint32_t y, uint32_t cell, uint32_t seed) {
  const uint32_t column = x / cell, row = y / cell;
  const uint32_t right = x % cell * 256 / cell, lower = y % cell * 256 / cell;
  const auto corner = [&](uint32_t dx, uint32_t dy) { return Hash(column + dx, row + dy, seed) & 255; };
  const uint32_t above = corner(0, 0) * (256 - right) + corner(1, 0) * right;
  const uint32_t below = corner(0, 1) * (256 - right) + corner(1, 1) * right;
  return (above * (256 - lower) + below * lower) / 256;
}

uint8_t Clamp(int32_t value) { return static_cast<uint8_t>(value < 0 ? 0 : value > 255 ? 255 : value); }

}  // namespace

std::vector<uint8_t> DrawPhoto(uint32_t width, uint32_t height, uint32_t noise, uint32_t seed) {
  std::vector<uint8_t> rgb;
  rgb.reserve(static_cast<size_t>(width) * height * 3);
  const uint32_t longer = width > height ? width : height;
  const auto cell = [longer](uint32_t share) { return longer / share > 0 ? longer / share : 1; };
  for (uint32_t y = 0; y < height; ++y) {
    for (uint32_t x = 0; x < width; ++x) {
      const uint32_t light = Smooth(x, y, cell(3), seed), form = Smooth(x, y, cell(12), seed + 1);
      const uint32_t texture = Smooth(x, y, cell(150), seed + 2), grain = Smooth(x, y, cell(900), seed + 3);
      // Where a form is high it has an edge and another colour.
      const bool raised = form > 140 * 256;
      const int32_t base = static_cast<int32_t>((light * 5 + form + texture + grain / 2) / (8 * 256)) + (raised ? 40 : 0);
      const int32_t spread = static_cast<int32_t>(Hash(x, y, seed + 4) % (noise + 1)) - static_cast<int32_t>(noise / 2);
      const int32_t warm = static_cast<int32_t>(Smooth(x, y, cell(8), seed + 5) / 256) - 128;
      rgb.push_back(Clamp(base + spread + warm / 3 + (raised ? 30 : 0)));
      rgb.push_back(Clamp(base + spread));
      rgb.push_back(Clamp(base + spread - warm / 3 - (raised ? 20 : 0)));
    }
  }
  return rgb;
}

}  // namespace tinyclassify::image::oracle
