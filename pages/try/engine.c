/* The engine as worker.js calls it: flat functions over memory that the page lays out, behind what the linker placed.
 * Statuses are tc_status; after a negative one `text` is the engine's sentence. */
#include "tinyclassify.h"

#define PAGE_API(name) __attribute__((export_name(#name)))

/** Microseconds of the browser's clock; they may wrap around. */
__attribute__((import_module("page"), import_name("microseconds"))) extern uint32_t page_microseconds(void);

extern uint8_t __heap_base; /* The linker's: where free memory begins. */

static char sentence[512];
static const char* words = sentence; /* Of the last call that tells words; not terminated. */
static uint32_t word_bytes;
static tc_model* open_model;
static tc_picture_ticks times;
static tc_prediction best[10];

static int32_t tell(const tc_diagnostic* diagnostic) {
  words = sentence;
  word_bytes = diagnostic->status == TC_OK ? 0 : tc_format_diagnostic(diagnostic, sentence, sizeof sentence);
  return diagnostic->status;
}

static uint32_t clock(void* context) {
  (void)context;
  return page_microseconds();
}

PAGE_API(heap) const uint8_t* heap(void) { return &__heap_base; }
PAGE_API(text) const char* text(void) { return words; }
PAGE_API(textBytes) uint32_t text_bytes(void) { return word_bytes; }
PAGE_API(workspaceBytes) uint32_t workspace_bytes(void) { return TC_PICTURE_WORKSPACE_BYTES; }

/** @return bytes of memory that a model wants, or a status */
PAGE_API(measure) int32_t measure(const void* file, uint32_t bytes) {
  tc_requirements need;
  tc_diagnostic diagnostic;
  const tc_model_file model_file = {file, bytes, TC_KERNELS_FASTEST};
  tc_measure(&model_file, &need, &diagnostic);
  const int32_t status = tell(&diagnostic);
  return status == TC_OK ? (int32_t)need.memory_bytes : status;
}

/** What a model that was measured takes on the board: its kernels need less.
 *  @return bytes, of all memory or of the arena alone */
PAGE_API(measureBoard) uint32_t measure_board(const void* file, uint32_t bytes, uint32_t arena_alone) {
  tc_requirements need = {0, 0, 0};
  const tc_model_file model_file = {file, bytes, TC_KERNELS_CORTEX_M7};
  tc_measure(&model_file, &need, 0);
  return arena_alone ? need.arena_bytes : need.memory_bytes;
}

PAGE_API(open) int32_t open(const void* file, uint32_t bytes, void* memory, uint32_t memory_bytes) {
  tc_diagnostic diagnostic;
  const tc_model_file model_file = {file, bytes, TC_KERNELS_FASTEST};
  tc_open(&model_file, memory, memory_bytes, &open_model, &diagnostic);
  return tell(&diagnostic);
}

/** A figure of the open model: 0 height, 1 width, 2 channels, 3 classes, 4 operators, 5 multiply-accumulates,
 * 6 tc_input_kind. Doubles hold them all. */
PAGE_API(fact) double fact(uint32_t which) {
  tc_description about;
  tc_describe(open_model, &about);
  const double facts[] = {about.input_height, about.input_width,  about.input_channels, about.class_count,
                          about.operator_count, (double)about.macs, about.input_kind};
  return which < sizeof facts / sizeof facts[0] ? facts[which] : 0;
}

/** Puts the open model's name into `text`. */
PAGE_API(name) void name(void) {
  tc_description about;
  tc_describe(open_model, &about);
  words = about.name;
  word_bytes = about.name_bytes;
}

/** Puts a class's name into `text`; empty where the file names none. */
PAGE_API(label) void label(uint32_t class_index) {
  if (tc_label(open_model, class_index, &words, &word_bytes) != TC_OK) word_bytes = 0;
}

static int32_t run(tc_picture* picture, uint16_t* view, uint32_t side) {
  const tc_preview preview = {view, side, side};
  const tc_timer timer = {clock, 0};
  tc_diagnostic diagnostic;
  tc_classify_picture(open_model, picture, &preview, &timer, &times, &diagnostic);
  return tell(&diagnostic);
}

/** @param view  receives RGB565 [side, side] */
PAGE_API(classify) int32_t classify(const uint8_t* file, uint32_t bytes, void* workspace, uint16_t* view, uint32_t side) {
  tc_memory_file memory = {file, bytes, 0};
  tc_picture picture = {.workspace = workspace, .workspace_bytes = TC_PICTURE_WORKSPACE_BYTES};
  tc_memory_reader(&memory, &picture.file);
  return run(&picture, view, side);
}

/** @param rgba  uint8 [height, width, 4] as a canvas gives them; red and blue change places */
PAGE_API(classifyFrame) int32_t classify_frame(
    uint8_t* rgba, uint32_t width, uint32_t height, void* workspace, uint16_t* view, uint32_t side) {
  for (uint32_t i = 0; i < width * height * 4; i += 4) {
    const uint8_t red = rgba[i];
    rgba[i] = rgba[i + 2];
    rgba[i + 2] = red;
  }
  tc_frame_file frame = {{rgba, width, height, width * 4, TC_FRAME_BGRX8888}, 0};
  tc_picture picture = {.workspace = workspace, .workspace_bytes = TC_PICTURE_WORKSPACE_BYTES};
  tc_diagnostic diagnostic;
  if (tc_frame_reader(&frame, &picture.file, &diagnostic) != TC_OK) return tell(&diagnostic);
  return run(&picture, view, side);
}

/** Of the last picture, in microseconds. */
PAGE_API(decodeTime) uint32_t decode_time(void) { return times.decode; }
PAGE_API(invokeTime) uint32_t invoke_time(void) { return times.invoke; }

/** @param count  1 .. 10, and no more than classes
 *  @return       tc_prediction [count]: class, score, thousandths, 4 bytes each */
PAGE_API(top) const tc_prediction* top(uint32_t count) {
  tc_top(open_model, count, best);
  return best;
}
