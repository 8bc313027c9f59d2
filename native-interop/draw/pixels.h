// What every drawing function needs: checks, clipping and blending.
#ifndef TINYCLASSIFY_DRAW_PIXELS_H_
#define TINYCLASSIFY_DRAW_PIXELS_H_

#include <cstdint>

#include "tc_draw.h"

namespace tinyclassify {

// Coordinates beyond this lie outside every frame; held to it, sums of two stay far inside int32.
constexpr int32_t kFarthest = 1 << 20;

inline int32_t Hold(int32_t value) { return value < -kFarthest ? -kFarthest : value > kFarthest ? kFarthest : value; }

inline bool IsFrame(const tcd_frame* frame) {
  return frame != nullptr && frame->pixels != nullptr && frame->width > 0 && frame->height > 0 && frame->width <= 4096 &&
         frame->height <= 4096;
}

/// The part of a rectangle that lies inside the frame: [left, right) x [top, bottom). Empty where it lies outside.
struct Clip {
  int32_t left, top, right, bottom;

  Clip(const tcd_frame& frame, const tcd_rectangle& r) {
    const int32_t x = Hold(r.x), y = Hold(r.y);
    left = x < 0 ? 0 : x;
    top = y < 0 ? 0 : y;
    right = x + Hold(r.width);
    bottom = y + Hold(r.height);
    if (right > frame.width) right = frame.width;
    if (bottom > frame.height) bottom = frame.height;
  }
};

/// Mixes two RGB565 colours.
/// @param coverage  of `over`, [0, 16]
inline uint16_t Blend(uint16_t under, uint16_t over, uint32_t coverage) {
  // Green moves to the upper half-word: three fields with 5 free bits above each, enough for a product with 16.
  const uint32_t mask = 0x07E0F81Fu;
  const uint32_t u = (under | static_cast<uint32_t>(under) << 16) & mask;
  const uint32_t o = (over | static_cast<uint32_t>(over) << 16) & mask;
  const uint32_t mixed = ((u * (16 - coverage) + o * coverage) >> 4) & mask;
  return static_cast<uint16_t>(mixed | mixed >> 16);
}

}  // namespace tinyclassify

#endif  // TINYCLASSIFY_DRAW_PIXELS_H_
