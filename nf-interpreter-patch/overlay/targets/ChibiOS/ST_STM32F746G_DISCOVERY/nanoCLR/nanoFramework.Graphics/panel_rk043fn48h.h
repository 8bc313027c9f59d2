// The Discovery's panel: Rocktech RK043FN48H-CT672B, 480 x 272. Widths in pixels and lines; source: its data sheet, UM1907.
#ifndef PANEL_RK043FN48H_H
#define PANEL_RK043FN48H_H

#include <cstdint>

namespace panel {

constexpr uint32_t kWidth = 480;
constexpr uint32_t kHeight = 272;
constexpr uint32_t kHorizontalSync = 41;
constexpr uint32_t kHorizontalBackPorch = 13;
constexpr uint32_t kHorizontalFrontPorch = 32;
constexpr uint32_t kVerticalSync = 10;
constexpr uint32_t kVerticalBackPorch = 2;
constexpr uint32_t kVerticalFrontPorch = 2;
constexpr uint32_t kFrameBytes = kWidth * kHeight * 2;  // RGB565

/// What a group of LTDC timing registers wants: columns in the upper half, rows in the lower, each less one.
/// Source: RM0385 section 18.7.1 to 18.7.4.
constexpr uint32_t Extent(uint32_t columns, uint32_t rows) { return (columns - 1) << 16 | (rows - 1); }

constexpr uint32_t kActiveLeft = kHorizontalSync + kHorizontalBackPorch;
constexpr uint32_t kActiveTop = kVerticalSync + kVerticalBackPorch;
constexpr uint32_t kSync = Extent(kHorizontalSync, kVerticalSync);
constexpr uint32_t kBackPorch = Extent(kActiveLeft, kActiveTop);
constexpr uint32_t kActive = Extent(kActiveLeft + kWidth, kActiveTop + kHeight);
constexpr uint32_t kTotal =
    Extent(kActiveLeft + kWidth + kHorizontalFrontPorch, kActiveTop + kHeight + kVerticalFrontPorch);
// A layer's window counts from one more than the back porch register to its own last column or row (18.7.16).
constexpr uint32_t kWindowColumns = (kActiveLeft + kWidth - 1) << 16 | kActiveLeft;
constexpr uint32_t kWindowRows = (kActiveTop + kHeight - 1) << 16 | kActiveTop;
// Bytes from one row to the next, and bytes of a row plus 3 (18.7.23).
constexpr uint32_t kRowBytes = kWidth * 2 << 16 | (kWidth * 2 + 3);

}  // namespace panel

#endif
