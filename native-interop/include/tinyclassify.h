/* TinyClassify: the one C API that everything goes through.
 *
 * The nanoFramework interop assembly, the virtual board, the trainer's `evaluate`, the benches and the
 * fuzzers use this header and nothing below it. Two runtimes implement it over the same `.tflite` file:
 * our own int8 engine (native-interop/engine) and TensorFlow Lite for Microcontrollers (native-interop/tflm).
 *
 * Rules that hold for every function:
 *  - The caller supplies all memory. Nothing here allocates, throws, prints or keeps a global.
 *  - A tc_model may be used by one thread at a time; different models are independent.
 *  - The model file and the memory given to tc_open must outlive the tc_model: weights are read where they lie, also from
 *    addresses that no alignment fits. Both must be normal memory (flash, RAM): a region that an MPU or MMU calls Device or
 *    Strongly-ordered traps such reads, and an execute-only region all.
 *  - Everything that can be wrong with a model is found by tc_measure and tc_open. tc_invoke cannot fail.
 *  - Results are TC_OK (0) or a negative tc_status. `diagnostic` may be NULL.
 */
#ifndef TINYCLASSIFY_H
#define TINYCLASSIFY_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(TC_SHARED) && defined(_WIN32)
#define TC_API __declspec(dllexport)
#elif defined(TC_SHARED)
#define TC_API __attribute__((visibility("default")))
#else
#define TC_API
#endif

/** Raised when a struct or a function below changes; managed code compares it with the value it was built for. */
#define TC_API_VERSION 4u

/** Alignment in bytes of the memory given to tc_open and of a picture workspace. */
#define TC_ALIGNMENT 16u

/** Limits of pictures, on the board and on the PC alike: what one of them reads, the other reads, pixel for pixel. */
#define TC_LARGEST_PICTURE (1u << 25)              /**< Pixels: 33.5 million. */
#define TC_PICTURE_WORKSPACE_BYTES (1536u * 1024u) /**< The workspace of the board, and of the PC unless it is told otherwise. */
#define TC_READ_BYTES 4096u                        /**< Bytes of a file that are in memory at once. */

typedef enum tc_status {
  TC_OK = 0,
  TC_ERROR_ARGUMENT = -1,            /**< A pointer is NULL or misaligned, a size or an index is out of range. */
  TC_ERROR_MEMORY = -2,              /**< The memory given is too small; `seen` and `expected` are bytes. */
  TC_ERROR_MODEL_CORRUPT = -3,       /**< Not a TFLite flatbuffer, truncated, or an offset leads outside it. */
  TC_ERROR_MODEL_UNSUPPORTED = -4,   /**< A sound model that this runtime does not run (operator, type, shape). */
  TC_ERROR_PICTURE_CORRUPT = -5,     /**< Empty, truncated, or damaged. */
  TC_ERROR_PICTURE_UNSUPPORTED = -6, /**< Not JPEG, PNG or BMP. The statuses from -10 on tell of varieties of these. */
  TC_ERROR_PICTURE_TOO_LARGE = -7,   /**< More pixels than TC_LARGEST_PICTURE, or bytes than the workspace has. Smaller helps. */
  TC_ERROR_READ = -8,                /**< The caller's reader failed; `seen` is what it returned. */
  TC_ERROR_CANCELLED = -9,           /**< The caller's progress callback said so. */
  TC_ERROR_PICTURE_VARIETY = -10,    /**< A variety of JPEG, PNG or BMP that is not decoded, or a progressive JPEG too large to
                                          keep: saved as baseline JPEG it is read. */
  TC_ERROR_PICTURE_NOT_RGB = -11,    /**< Colours that are not decoded: saved as RGB it is read. */
  TC_ERROR_PICTURE_INTERLACED = -12  /**< An interlaced PNG that is too large to keep: saved without interlacing it is read. */
} tc_status;

/** What went wrong, in numbers; tc_format_diagnostic turns it into a sentence. */
typedef struct tc_diagnostic {
  int32_t status;         /**< tc_status. */
  int32_t operator_index; /**< Operator of the model that is concerned, or -1. */
  int64_t seen;           /**< The value found; its meaning is in `what`. */
  int64_t expected;       /**< The value wanted or the limit; its meaning is in `what`. */
  const char* what;       /**< Static ASCII text, e.g. "tensor buffer index"; never NULL after a call. */
} tc_diagnostic;

/** Which kernels run a model. All give the same bytes. */
typedef enum tc_kernels {
  TC_KERNELS_FASTEST = 0,  /**< Those that this machine runs best. */
  TC_KERNELS_PLAIN = 1,    /**< Those that define the truth: slow, on any machine. */
  TC_KERNELS_CORTEX_M7 = 2 /**< Those of a Cortex-M with DSP instructions; on other machines with its instructions written out,
                                so that tc_measure tells on a PC what a board needs, but for the size of its pointers. */
} tc_kernels;

/** A model, and how to open it. */
typedef struct tc_model_file {
  const void* bytes; /**< A `.tflite` flatbuffer, 4-byte aligned at least. */
  uint32_t size;     /**< In bytes. */
  uint32_t kernels;  /**< tc_kernels. TFLM has its own and looks at nothing here. */
} tc_model_file;

/** Memory that a model needs. tc_open takes memory_bytes in one block. */
typedef struct tc_requirements {
  uint32_t memory_bytes; /**< State and arena together, alignment included. */
  uint32_t state_bytes;  /**< Prepared operators and their constants. */
  uint32_t arena_bytes;  /**< Activations and kernel scratch at their peak. */
} tc_requirements;

typedef struct tc_model tc_model;

/** How a runtime was built to bring an accumulator back to int8. */
typedef enum tc_rounding {
  TC_ROUNDING_DOUBLE = 0, /**< The product and then the shift, as TFLM and CMSIS-NN do by default. */
  TC_ROUNDING_SINGLE = 1, /**< Once, the exact value, halves upwards. */
  TC_ROUNDING_FLOAT = 2   /**< Once, in float32, halves to even, as LiteRT (XNNPACK) does. */
} tc_rounding;

/** What a model's input takes. */
typedef enum tc_input_kind {
  TC_INPUT_TENSOR = 0, /**< Numbers that no picture gives (sound, sensors): write them to tc_input and call tc_invoke. */
  TC_INPUT_GREY = 1,   /**< One channel: a picture's luma, (19595 R + 38470 G + 7471 B + 32768) / 65536, ITU-R BT.601. */
  TC_INPUT_RGB = 3
} tc_input_kind;

typedef struct tc_description {
  const char* name; /**< The model's description, UTF-8, not terminated; NULL when the file has none. */
  uint32_t name_bytes;
  uint32_t input_height; /**< Pixels. Input is int8 [1, height, width, channels]. */
  uint32_t input_width;
  uint32_t input_channels;
  float input_scale; /**< real = input_scale * (q - input_zero_point). */
  int32_t input_zero_point;
  uint32_t class_count; /**< Classes that tc_top ranks and tc_label names. */
  float output_scale;
  int32_t output_zero_point;
  uint32_t output_is_softmax; /**< 1: outputs are probabilities already (SOFTMAX or LOGISTIC wrote them). 0: logits. */
  uint32_t operator_count;
  uint32_t rounding; /**< tc_rounding. */
  uint32_t arena_bytes;
  uint64_t macs;         /**< Multiply-accumulates of one inference. */
  uint64_t weight_bytes; /**< Constant tensors: weights and biases. */
  uint32_t output_count; /**< Values at the output: as many as classes; 1 where one LOGISTIC tells two classes apart. */
  uint32_t input_kind;   /**< tc_input_kind. */
} tc_description;

/** One operator of the plan. Operators count in the order of the file; a runtime may run them in another. */
typedef struct tc_operator_info {
  const char* name;         /**< TFLite's name, e.g. "CONV_2D"; static. */
  uint32_t input_shape[4];  /**< NHWC of the first input; unused leading dimensions are 1. */
  uint32_t output_shape[4]; /**< NHWC. */
  uint32_t kernel_height;   /**< 0 where the operator has no window. */
  uint32_t kernel_width;
  uint32_t stride; /**< Rows; 0 where the operator has no window. */
  uint64_t macs;
  uint32_t weight_bytes;
  uint32_t live_bytes; /**< Arena bytes in use while the operator runs, scratch included. */
} tc_operator_info;

typedef enum tc_picture_format { TC_PICTURE_JPEG = 1, TC_PICTURE_PNG = 2, TC_PICTURE_BMP = 3 } tc_picture_format;

typedef struct tc_picture_info {
  uint32_t format; /**< tc_picture_format. */
  uint32_t width;  /**< Pixels. */
  uint32_t height;
  uint32_t workspace_bytes; /**< Workspace that decoding it takes; saturates at UINT32_MAX. */
} tc_picture_info;

/** Reads the next bytes of a file.
 * @param capacity  1 .. TC_READ_BYTES
 * @return bytes written to `buffer`, 1 .. capacity; 0 at the end of the file; negative where reading failed */
typedef int32_t (*tc_read)(void* context, uint8_t* buffer, uint32_t capacity);

/** Brings a file back to its first byte.
 * @return 0, or a negative value where that failed */
typedef int32_t (*tc_rewind)(void* context);

/** Called between rows and between pieces of the file: to feed a watchdog, to look at a button. How much of the file has been
 * read, the caller's own reader knows.
 * @return 0 to go on; anything else ends the call with TC_ERROR_CANCELLED */
typedef int32_t (*tc_progress)(void* context);

/** A file that is read once, from its first byte to its last. */
typedef struct tc_reader {
  tc_read read;
  tc_rewind rewind; /**< NULL where the file cannot go back. Used for PNGs that say behind their pixels which way is up. */
  void* context;    /**< Handed to both. */
} tc_reader;

/** A file that lies in memory; tc_memory_reader reads it. */
typedef struct tc_memory_file {
  const uint8_t* bytes;
  uint32_t size;
  uint32_t position; /**< Of the next byte. */
} tc_memory_file;

typedef enum tc_frame_format {
  TC_FRAME_RGB565 = 1,  /**< uint16, little endian: red 15..11, green 10..5, blue 4..0. */
  TC_FRAME_RGB888 = 2,  /**< Bytes R, G, B. */
  TC_FRAME_GREY8 = 3,   /**< One byte. */
  TC_FRAME_BGRX8888 = 4 /**< Bytes B, G, R and one that is not looked at, as nanoFramework's Bitmap.GetBitmap gives them. */
} tc_frame_format;

/** Pixels as a camera or a bitmap has them, upper row first. */
typedef struct tc_frame {
  const uint8_t* pixels;
  uint32_t width; /**< Pixels, [1, 65535]. */
  uint32_t height;
  uint32_t stride; /**< Bytes from a row to the next, those of a row at least; stride * height below 2^31. */
  uint32_t format; /**< tc_frame_format. */
} tc_frame;

/** A frame that is read like a file; tc_frame_reader reads it. */
typedef struct tc_frame_file {
  tc_frame frame;
  uint32_t position; /**< tc_frame_reader sets it. */
} tc_frame_file;

/** A .jpg, .png or .bmp file, and the memory to decode it in. */
typedef struct tc_picture {
  tc_reader file;
  tc_progress progress; /**< NULL, or what is called on the way. */
  void* progress_context;
  void* workspace; /**< TC_ALIGNMENT aligned; its contents are lost. */
  uint32_t workspace_bytes;
} tc_picture;

/** Where to put a view of the picture for a display: the same centre crop that the model sees. */
typedef struct tc_preview {
  uint16_t* pixels; /**< RGB565 [height, width], row after row. */
  uint32_t width;   /**< Pixels. */
  uint32_t height;
} tc_preview;

/** Reads a clock of the caller's choice (microseconds, cycles, ...); ticks may wrap around. */
typedef uint32_t (*tc_clock)(void* context);

typedef struct tc_timer {
  tc_clock clock;
  void* context; /**< Handed to it. */
} tc_timer;

typedef struct tc_picture_ticks {
  uint32_t decode; /**< From encoded bytes to the model's input and the preview. */
  uint32_t invoke; /**< From input to scores. */
} tc_picture_ticks;

typedef struct tc_prediction {
  uint32_t class_index;
  int32_t score;                 /**< The output byte, [-128, 127]; class 0 of a single LOGISTIC has its opposite. */
  uint32_t probability_permille; /**< [0, 1000], integer arithmetic: equal on every machine. */
} tc_prediction;

/** TC_API_VERSION of the library that is linked. */
TC_API uint32_t tc_api_version(void);

/** Validates a model file and tells what memory it takes. A program that knows its model can do without: the header that
 * `tinyclassify c-array` writes has the number.
 * This and tc_open take 8 KB of stack on a Cortex-M7: the plan of a model of up to TC_MAX_OPERATORS operators, 200 there. Each
 * reads every weight once: about 20 instructions a byte of the file on a Cortex-M7.
 * TFLM cannot tell without opening: its tc_measure takes blocks of the C heap, of 64 KB and more, and gives them back.
 * @return TC_OK, TC_ERROR_ARGUMENT, TC_ERROR_MODEL_CORRUPT or TC_ERROR_MODEL_UNSUPPORTED */
TC_API tc_status tc_measure(const tc_model_file* file, tc_requirements* requirements, tc_diagnostic* diagnostic);

/** Validates a model file, plans its memory and makes it ready to run.
 * @param memory  TC_ALIGNMENT aligned, as many bytes as tc_measure told of the same file and kernels
 * @param model   receives a pointer into `memory`; there is nothing to close
 * @return as tc_measure, or TC_ERROR_MEMORY */
TC_API tc_status tc_open(const tc_model_file* file, void* memory, uint32_t memory_bytes, tc_model** model,
                         tc_diagnostic* diagnostic);

TC_API tc_status tc_describe(const tc_model* model, tc_description* description);

/** Name of a class, UTF-8, not terminated; zero bytes where the file carries no labels.
 * @return TC_OK or TC_ERROR_ARGUMENT (class_index out of range) */
TC_API tc_status tc_label(const tc_model* model, uint32_t class_index, const char** text, uint32_t* text_bytes);

/** @return TC_OK or TC_ERROR_ARGUMENT (operator_index out of range) */
TC_API tc_status tc_operator(const tc_model* model, uint32_t operator_index, tc_operator_info* info);

/** The input tensor, int8 [height, width, channels]. tc_classify_picture writes a picture's byte p as p - 128, or as table[p] of
 * its channel where the file carries the entry "tinyclassify.input": int8 [channels, 256]. It lies in the arena: write it anew
 * before each tc_invoke. */
TC_API int8_t* tc_input(tc_model* model);

/** Runs the model on what stands in tc_input. Takes at most 700 bytes of stack on a Cortex-M7 (with TFLM, 900). */
TC_API void tc_invoke(tc_model* model);

/** As tc_invoke, and reads the clock between operators, and between the stages of operators that run interleaved.
 * @param ticks  receives operator_count differences of the clock */
TC_API void tc_invoke_profiled(tc_model* model, tc_clock clock, void* clock_context, uint32_t* ticks);

/** The scores of the last tc_invoke, int8 [output_count]. Valid until tc_input is written. */
TC_API const int8_t* tc_output(const tc_model* model);

/** The best classes of the last tc_invoke, best first; equal scores stand in class order.
 * @param count  1 .. class_count */
TC_API tc_status tc_top(const tc_model* model, uint32_t count, tc_prediction* predictions);

/** Makes a reader of a file in memory, from its first byte on.
 * @param file  must outlive the reader; its position moves */
TC_API void tc_memory_reader(tc_memory_file* file, tc_reader* reader);

/** Makes a reader of a frame: as the file of a picture it is cropped, resized and classified like any other.
 * @param file  must outlive the reader, with its pixels
 * @return TC_OK, or TC_ERROR_ARGUMENT (a null pointer, a size or stride out of range, no such format) */
TC_API tc_status tc_frame_reader(tc_frame_file* file, tc_reader* reader, tc_diagnostic* diagnostic);

/** Reads a picture's format and size without decoding it. The file must be rewound before it is decoded.
 * @return TC_OK, TC_ERROR_ARGUMENT, TC_ERROR_READ or a TC_ERROR_PICTURE_* */
TC_API tc_status tc_probe_picture(const tc_reader* file, tc_picture_info* info, tc_diagnostic* diagnostic);

/** Decodes a picture, cuts the largest centred rectangle of the asked proportions and resizes it by area averaging
 * (bilinear where it is enlarged). This and tc_classify_picture take 2 KB of stack on a Cortex-M7, and the caller's reader
 * its own.
 * @param rgb  receives uint8 [height, width, 3]
 * @return TC_OK, TC_ERROR_ARGUMENT, TC_ERROR_READ, TC_ERROR_CANCELLED or a TC_ERROR_PICTURE_* */
TC_API tc_status tc_decode_picture(const tc_picture* picture, uint32_t width, uint32_t height, uint8_t* rgb,
                                   tc_diagnostic* diagnostic);

/** Decodes a picture into the model's input, optionally draws it for a display, and runs the model. One call a picture:
 * this is what the device uses.
 * @param preview  NULL, or where to draw the picture
 * @param timer    NULL, or what to time it by
 * @param ticks    NULL, or receives what `timer` told
 * @return as tc_decode_picture; TC_ERROR_MODEL_UNSUPPORTED of a model that no picture feeds. After an error tc_input, tc_output
 *         and tc_top have no meaning until the next call that succeeds: a picture may end halfway through the input, in whose
 *         place the scores may lie. */
TC_API tc_status tc_classify_picture(tc_model* model, const tc_picture* picture, const tc_preview* preview, const tc_timer* timer,
                                     tc_picture_ticks* ticks, tc_diagnostic* diagnostic);

/** A short English name of a status, e.g. "model corrupt". Static, never NULL. */
TC_API const char* tc_status_name(int32_t status);

/** Writes one terminated line: what was seen, what was expected, and where.
 * @return characters written without the terminator; the line is cut where `capacity` ends */
TC_API uint32_t tc_format_diagnostic(const tc_diagnostic* diagnostic, char* line, uint32_t capacity);

/** Where a diagnostic tells of an operator that is not run by its code alone, as a microcontroller's build does, puts
 * TFLite's name of it into `what`. Calling it links the names of all operators, 1.8 KB of flash. It leaves every other
 * diagnostic as it is. */
TC_API void tc_name_operator(tc_diagnostic* diagnostic);

#ifdef __cplusplus
}
#endif

#endif
