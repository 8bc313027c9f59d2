/* TinyClassify: the drawing that the device application asks of native code.
 *
 * An interpreted C# loop costs microseconds a pixel on the board, so that clearing a 480x272 screen would take half a
 * second. The application lays out its screens in C# and calls one of these functions per rectangle or run of text.
 *
 * Rules that hold for every function:
 *  - Pixels are RGB565, row after row. What lies outside the frame is clipped, whatever the coordinates.
 *  - Text is UTF-8; a byte sequence that is not UTF-8 and a character without a glyph show as a box.
 *  - Nothing allocates or keeps a global. Results are >= 0 or TC_ERROR_ARGUMENT.
 */
#ifndef TINYCLASSIFY_DRAW_H
#define TINYCLASSIFY_DRAW_H

#include <stdint.h>

#include "tinyclassify.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Where to draw. */
typedef struct tcd_frame {
  uint16_t* pixels; /**< RGB565 [height, width]. */
  int32_t width;    /**< Pixels, [1, 4096]. */
  int32_t height;
} tcd_frame;

typedef struct tcd_rectangle {
  int32_t x; /**< Left edge; may lie outside the frame. */
  int32_t y; /**< Top edge. */
  int32_t width;
  int32_t height;
} tcd_rectangle;

/** The fonts that are built in. Line heights are about 1.3 times the size. */
typedef enum tcd_font {
  TCD_FONT_SMALL = 0, /**< Roboto Regular, 14 pixels an em. */
  TCD_FONT_BODY = 1,  /**< Roboto Regular, 17. */
  TCD_FONT_TITLE = 2, /**< Roboto Medium, 28. */
  TCD_FONT_ICON = 3,  /**< Our own signs, U+E000 .. U+E006, 64. */
  TCD_FONT_COUNT = 4
} tcd_font;

/** A run of text. */
typedef struct tcd_text {
  const uint8_t* utf8;
  uint32_t bytes;
  int32_t font;      /**< tcd_font. */
  int32_t max_width; /**< Pixels; a longer run is cut and ends in an ellipsis. */
} tcd_text;

/** Fills a rectangle.
 * @return TC_OK or TC_ERROR_ARGUMENT (no frame, or one of no size) */
TC_API int32_t tcd_fill(const tcd_frame* frame, const tcd_rectangle* rectangle, uint16_t color);

/** Fills a rectangle with smoothed round corners.
 * @param radius  pixels; cut to half of the shorter side */
TC_API int32_t tcd_fill_round(const tcd_frame* frame, const tcd_rectangle* rectangle, int32_t radius, uint16_t color);

/** Copies a picture of the rectangle's size.
 * @param pixels  RGB565 [rectangle.height, rectangle.width] */
TC_API int32_t tcd_copy(const tcd_frame* frame, const tcd_rectangle* rectangle, const uint16_t* pixels);

/** @return width in pixels of the run as it would be drawn, or TC_ERROR_ARGUMENT (no text, no such font) */
TC_API int32_t tcd_text_width(const tcd_text* text);

/** @param code_point  Unicode
 * @return 1 where the font has a letter for it, 0 where it draws a box, or TC_ERROR_ARGUMENT (no such font) */
TC_API int32_t tcd_has_letter(int32_t font, uint32_t code_point);

/** Draws a run of text.
 * @param x         left edge of the first character
 * @param baseline  row on which the letters stand
 * @return width in pixels of what was drawn, or TC_ERROR_ARGUMENT */
TC_API int32_t tcd_draw_text(const tcd_frame* frame, const tcd_text* text, int32_t x, int32_t baseline, uint16_t color);

#ifdef __cplusplus
}
#endif

#endif
