#include "board_runtime.h"

#include <cstring>

#include "board_memory.h"
#include "board_port.h"
#include "cycle_clock.h"
#include "tinyclassify.h"

// The model in flash: model/classifier.tflite as `xxd -i` prints it.
extern "C" const unsigned char classifier_tflite[];
extern "C" const unsigned int classifier_tflite_len;

namespace tinyclassify {
namespace board {
namespace {

alignas(TC_ALIGNMENT) TC_IN_SRAM uint8_t g_model_memory[kModelMemoryBytes];
alignas(TC_ALIGNMENT) TC_IN_SDRAM uint8_t g_model_slot[kModelSlotBytes];

struct State {
  tc_model* model;  // nullptr while none is open; the next field is its.
  tc_description description;
  tc_diagnostic diagnostic;
};
State g_state;

int32_t RequireModel() {
  if (g_state.model != nullptr) return TC_OK;
  return Fail(TC_ERROR_ARGUMENT, 0, 1, "open models");
}

int32_t Open(const void* file, uint32_t bytes) {
  CancelPicture();
  g_state.model = nullptr;
  tc_model* model = nullptr;
  const tc_model_file model_file{file, bytes, TC_KERNELS_FASTEST};
  const tc_status status = tc_open(&model_file, g_model_memory, kModelMemoryBytes, &model, &g_state.diagnostic);
  if (status != TC_OK) return status;
  const tc_status described = tc_describe(model, &g_state.description);
  if (described != TC_OK) return Fail(described, 0, 0, "description");
  // Now, rather than at every picture.
  if (g_state.description.input_kind == TC_INPUT_TENSOR) {
    return Fail(TC_ERROR_MODEL_UNSUPPORTED, TC_INPUT_TENSOR, TC_INPUT_RGB,
                "a model's input that no picture feeds (sound, sensors): kind");
  }
  g_state.model = model;
  return TC_OK;
}

int32_t CopyText(const char* text, uint32_t bytes, uint8_t* out, uint32_t capacity) {
  if (text == nullptr) return 0;
  const uint32_t count = bytes < capacity ? bytes : capacity;
  std::memcpy(out, text, count);
  return static_cast<int32_t>(count);
}

}  // namespace

int32_t Fail(int32_t status, int64_t seen, int64_t expected, const char* what) {
  g_state.diagnostic = {status, -1, seen, expected, what};
  return status;
}

tc_diagnostic* LastDiagnostic() { return &g_state.diagnostic; }

tc_model* OpenedModel() { return g_state.model; }

int32_t OpenBuiltInModel() { return Open(classifier_tflite, classifier_tflite_len); }

int32_t LoadModel(PathBytes path) {
  CancelPicture();
  g_state.model = nullptr;  // Its weights may lie in the model slot.
  uint32_t size = 0;
  int32_t status = OpenFile(TCB_OTHER_FILE, path, &size);
  if (status < 0) return Fail(status, 0, 0, "file");
  if (size > kModelSlotBytes) {
    tcb_close_file(TCB_OTHER_FILE);
    return Fail(TC_ERROR_MEMORY, kModelSlotBytes, size, "bytes for a model of the card");
  }
  for (uint32_t position = 0; position < size;) {
    constexpr uint32_t kAtOnce = 64 * 1024;
    tcb_keep_alive();
    const uint32_t rest = size - position;
    status = tcb_read_file(TCB_OTHER_FILE, position, g_model_slot + position, rest < kAtOnce ? rest : kAtOnce);
    if (status == 0) status = TCC_ERROR_CARD;  // It ends before its length.
    if (status < 0) break;
    position += static_cast<uint32_t>(status);
  }
  tcb_close_file(TCB_OTHER_FILE);
  if (status < 0) return Fail(NoteCardStatus(status), 0, 0, "file");
  return Open(g_model_slot, size);
}

int32_t DescribeModel(int32_t* facts, uint32_t fact_count) {
  const int32_t status = RequireModel();
  if (status != TC_OK) return status;
  if (fact_count < kModelFactCount) return Fail(TC_ERROR_ARGUMENT, fact_count, kModelFactCount, "places for facts");
  const tc_description& d = g_state.description;
  facts[0] = static_cast<int32_t>(d.input_width);
  facts[1] = static_cast<int32_t>(d.input_height);
  facts[2] = static_cast<int32_t>(d.class_count);
  facts[3] = static_cast<int32_t>(d.arena_bytes);
  facts[4] = static_cast<int32_t>(d.weight_bytes);
  facts[5] = static_cast<int32_t>(d.macs / 1000);
  facts[6] = static_cast<int32_t>(d.operator_count);
  facts[7] = static_cast<int32_t>(d.input_channels);
  return TC_OK;
}

int32_t ModelName(uint8_t* text, uint32_t capacity) {
  const int32_t status = RequireModel();
  if (status != TC_OK) return status;
  const tc_description& d = g_state.description;
  return CopyText(d.name, d.name_bytes, text, capacity);
}

int32_t Label(int32_t class_index, uint8_t* text, uint32_t capacity) {
  const int32_t status = RequireModel();
  if (status != TC_OK) return status;
  const char* label = nullptr;
  uint32_t bytes = 0;
  if (class_index < 0 || tc_label(g_state.model, static_cast<uint32_t>(class_index), &label, &bytes) != TC_OK) {
    return Fail(TC_ERROR_ARGUMENT, class_index, 0, "class index");
  }
  return CopyText(label, bytes, text, capacity);
}

int32_t ClassifyFrame(const tc_frame& frame, uint32_t pixel_bytes, const tc_preview& preview, uint32_t preview_size,
                      int32_t* results, uint32_t result_count) {
  CancelPicture();  // It may wait in the workspace.
  const int32_t status = RequireModel();
  if (status != TC_OK) return status;
  if (result_count < kPictureFactCount) return Fail(TC_ERROR_ARGUMENT, result_count, kPictureFactCount, "places for results");
  if (uint64_t{preview.width} * preview.height > preview_size)
    return Fail(TC_ERROR_ARGUMENT, preview_size, int64_t{preview.width} * preview.height, "pixels of the preview");
  tc_frame_file file{frame, 0};
  tc_picture picture{{}, nullptr, nullptr, Workspace(), kWorkspaceBytes};
  const tc_status checked = tc_frame_reader(&file, &picture.file, &g_state.diagnostic);
  if (checked != TC_OK) return checked;
  // Of the last row, what lies behind its pixels need not be there; a pixel has four bytes at most, the reader checks the stride.
  const uint32_t pixel = frame.format == TC_FRAME_RGB565   ? 2
                         : frame.format == TC_FRAME_RGB888 ? 3
                         : frame.format == TC_FRAME_GREY8  ? 1
                                                           : 4;
  const uint64_t needed = uint64_t{frame.height - 1} * frame.stride + uint64_t{frame.width} * pixel;
  if (needed > pixel_bytes) return Fail(TC_ERROR_ARGUMENT, pixel_bytes, static_cast<int64_t>(needed), "bytes of the frame");
  const tc_timer timer{ReadCycles, nullptr};
  tc_picture_ticks ticks{0, 0};
  const tc_status classified =
      tc_classify_picture(g_state.model, &picture, preview.width > 0 ? &preview : nullptr, &timer, &ticks, &g_state.diagnostic);
  if (classified != TC_OK) return classified;
  return Report({ticks.decode / kCyclesPerMicrosecond, ticks.invoke / kCyclesPerMicrosecond}, results);
}

int32_t Report(const tc_picture_ticks& microseconds, int32_t* results) {
  const tc_description& d = g_state.description;
  const uint32_t count = d.class_count < kTopCount ? d.class_count : kTopCount;
  tc_prediction top[kTopCount];
  const tc_status ranked = tc_top(g_state.model, count, top);
  if (ranked != TC_OK) return Fail(ranked, count, d.class_count, "classes asked for");
  results[0] = static_cast<int32_t>(microseconds.decode);
  results[1] = static_cast<int32_t>(microseconds.invoke);
  results[2] = static_cast<int32_t>(count);
  for (uint32_t i = 0; i < count; ++i) {
    results[3 + 3 * i] = static_cast<int32_t>(top[i].class_index);
    results[4 + 3 * i] = static_cast<int32_t>(top[i].probability_permille);
    results[5 + 3 * i] = top[i].score;
  }
  return TC_OK;
}

int32_t ErrorText(uint8_t* text, uint32_t capacity) {
  if (g_state.diagnostic.status <= TCC_ERROR_NO_CARD) return StatusText(g_state.diagnostic.status, text, capacity);
  if (g_state.diagnostic.what == nullptr || capacity == 0) return 0;
  tc_name_operator(&g_state.diagnostic);
  // The terminator takes the last place and is not counted.
  return static_cast<int32_t>(tc_format_diagnostic(&g_state.diagnostic, reinterpret_cast<char*>(text), capacity));
}

}  // namespace board
}  // namespace tinyclassify
