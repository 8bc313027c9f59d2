/* Pictures inside the library: one streaming decode into one or two outputs.
 *
 * tc_decode_picture and tc_classify_picture are thin callers of tc_image_render. Rows are decoded, cropped and
 * resized one after another, so that no decoded picture ever stands in memory as a whole (README.md lists the two
 * kinds of file that need more). Integer arithmetic only: x86-64 and Cortex-M7 give the same bytes.
 */
#ifndef TINYCLASSIFY_IMAGE_IMAGE_H
#define TINYCLASSIFY_IMAGE_IMAGE_H

#include "tinyclassify.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Widest and tallest picture and output, pixels. */
#define TC_IMAGE_MAX_SIDE 65535u

/** Outputs of one tc_image_render. */
#define TC_IMAGE_MAX_TARGETS 2u

/** Workspace that an output takes for each pixel of its longer side. What tc_probe_picture tells is enough for one
 * output of the picture's own size, and for outputs of TC_IMAGE_FREE_COLUMNS together where that is more. */
#define TC_IMAGE_BYTES_PER_COLUMN 24u
#define TC_IMAGE_FREE_COLUMNS 1024u

typedef enum tc_pixel_format {
  TC_PIXELS_RGB888 = 0,    /**< uint8 [height, width, 3]. */
  TC_PIXELS_INT8 = 1,      /**< int8 [height, width, 3], byte p stored as p - 128 or through a table: a model's input. */
  TC_PIXELS_GREY_INT8 = 3, /**< The same of one channel, the luma of BT.601: int8 [height, width]. */
  TC_PIXELS_RGB565 = 2     /**< uint16 [height, width]: red 15..11, green 10..5, blue 4..0, each rounded to nearest. */
} tc_pixel_format;

/** An output: the largest centred rectangle of its proportions, area-averaged (bilinear where it is enlarged). */
typedef struct tc_image_target {
  void* pixels;
  uint32_t width; /**< Pixels, [1, TC_IMAGE_MAX_SIDE]. */
  uint32_t height;
  tc_pixel_format format;
  const int8_t* table = nullptr; /**< Of the INT8 formats, [channels, 256]: the code of each byte. NULL: p - 128. */
} tc_image_target;

/** Decodes a picture into its targets.
 * @param targets       target_count outputs; their contents are undefined after an error
 * @param target_count  1 .. TC_IMAGE_MAX_TARGETS
 * @return TC_OK, TC_ERROR_ARGUMENT or a TC_ERROR_PICTURE_* */
tc_status tc_image_render(const tc_picture* picture, const tc_image_target* targets, uint32_t target_count,
                          tc_diagnostic* diagnostic);

/** Decodes a whole picture at its own size, as bitmaps of a display have it.
 * @param info    what tc_probe_picture told of it; picture->file is rewound first
 * @param pixels  receives uint16 [height, stride], RGB565; what lies behind a row's last pixel is undefined
 * @param stride  pixels from a row to the next, info->width at least
 * @return as tc_image_render; TC_ERROR_READ where it cannot be rewound */
tc_status tc_image_draw_whole(const tc_picture* picture, const tc_picture_info* info, uint32_t stride, uint16_t* pixels,
                              tc_diagnostic* diagnostic);

/** The same crop and resize on decoded pixels.
 * @param rgb      uint8 [height, width, 3]
 * @param columns  scratch, 8-byte aligned, TC_IMAGE_BYTES_PER_COLUMN * target->width bytes */
void tc_image_fit(const uint8_t* rgb, uint32_t width, uint32_t height, const tc_image_target* target, void* columns);

#ifdef __cplusplus
}
#endif

#endif
