// A picture of the card, classified in turns with the interpreter: a quarter of a second each, so that the screen shows how far
// it is, the button is heard and the watchdog is fed. See docs/decisions/0051.
#include <cstring>

#include "board_memory.h"
#include "board_port.h"
#include "board_runtime.h"
#include "cycle_clock.h"

namespace tinyclassify {
namespace board {
namespace {

constexpr uint32_t kMicrosecondsAtOnce = 250000;

alignas(TC_ALIGNMENT) TC_IN_SDRAM uint8_t g_workspace[kWorkspaceBytes];
// The collector moves C#'s arrays between two turns: the preview is copied there in the last.
alignas(TC_ALIGNMENT) TC_IN_SDRAM uint16_t g_preview[kPreviewPixels];

struct Job {
  bool open;     // The file is.
  bool running;  // It paused somewhere on its way.
  bool cancelled;
  uint32_t size;  // Bytes of the file.
  uint32_t position;
  uint32_t width;  // Of the preview.
  uint32_t height;
  int32_t read_status;  // Of the last read.
  int32_t status;       // What it ended with.
  uint64_t cycles;      // Worked so far; pauses do not count.
  uint32_t read_at;     // The clock, when cycles was last brought up to date.
  uint64_t pause_at;    // Of cycles.
  tc_picture_ticks microseconds;
};
Job g_job;

// The counter wraps after 20 seconds: it is read at every turn and on the way.
uint64_t Cycles() {
  const uint32_t now = ReadCycles(nullptr);
  g_job.cycles += now - g_job.read_at;
  g_job.read_at = now;
  return g_job.cycles;
}

uint32_t Microseconds(void*) { return static_cast<uint32_t>(Cycles() / kCyclesPerMicrosecond); }

int32_t Read(void*, uint8_t* buffer, uint32_t capacity) {
  g_job.read_status = tcb_read_file(TCB_PICTURE_FILE, g_job.position, buffer, capacity);
  if (g_job.read_status > 0) g_job.position += static_cast<uint32_t>(g_job.read_status);
  return g_job.read_status;
}

int32_t Rewind(void*) {
  g_job.position = 0;
  return 0;
}

int32_t Progress(void*) {
  tcb_keep_alive();
  if (Cycles() >= g_job.pause_at) tcb_work_pause();
  return g_job.cancelled;
}

void Classify() {
  const tc_picture picture{{Read, Rewind, nullptr}, Progress, nullptr, g_workspace, kWorkspaceBytes};
  const tc_preview preview{g_preview, g_job.width, g_job.height};
  const tc_timer timer{Microseconds, nullptr};
  g_job.status = tc_classify_picture(OpenedModel(), &picture, &preview, &timer, &g_job.microseconds, LastDiagnostic());
}

void Close() {
  if (g_job.open) tcb_close_file(TCB_PICTURE_FILE);
  g_job.open = g_job.running = false;
}

}  // namespace

uint8_t* Workspace() { return g_workspace; }

int32_t BeginPicture(PathBytes path, int32_t width, int32_t height) {
  CancelPicture();
  if (OpenedModel() == nullptr) return Fail(TC_ERROR_ARGUMENT, 0, 1, "open models");
  const bool sane = width > 0 && height > 0 && width <= static_cast<int32_t>(kPreviewPixels) / height;
  if (!sane) return Fail(TC_ERROR_ARGUMENT, static_cast<int64_t>(width) * height, kPreviewPixels, "pixels of the preview");
  g_job = {};
  const int32_t status = OpenFile(TCB_PICTURE_FILE, path, &g_job.size);
  if (status < 0) return Fail(status, 0, 0, "file");
  g_job.open = true;
  g_job.width = static_cast<uint32_t>(width);
  g_job.height = static_cast<uint32_t>(height);
  return TC_OK;
}

int32_t ContinuePicture(uint16_t* pixels, uint32_t pixel_count, int32_t* results, uint32_t result_count) {
  if (!g_job.open) return Fail(TCC_ERROR_NOT_OPEN, 0, 1, "pictures that are read");
  if (result_count < kPictureFactCount) return Fail(TC_ERROR_ARGUMENT, result_count, kPictureFactCount, "places for results");
  const uint32_t wanted = g_job.width * g_job.height;
  if (pixel_count < wanted) return Fail(TC_ERROR_ARGUMENT, pixel_count, wanted, "pixels of the preview");

  g_job.read_at = ReadCycles(nullptr);
  g_job.pause_at = g_job.cycles + static_cast<uint64_t>(kMicrosecondsAtOnce) * kCyclesPerMicrosecond;
  g_job.running = tcb_work_continue(Classify) != 0;
  if (g_job.running) {
    const uint32_t permille = static_cast<uint32_t>(1000ull * g_job.position / (g_job.size > 0 ? g_job.size : 1));
    return permille < 1 ? 1 : permille > 1000 ? 1000 : static_cast<int32_t>(permille);
  }
  Close();
  if (g_job.status == TC_ERROR_READ) return Fail(NoteCardStatus(g_job.read_status), 0, 0, "file");
  if (g_job.status != TC_OK) return g_job.status;
  std::memcpy(pixels, g_preview, wanted * sizeof(uint16_t));
  return Report(g_job.microseconds, results);
}

int32_t CancelPicture() {
  g_job.cancelled = true;
  if (g_job.running) tcb_work_continue(Classify);  // It sees the flag where it paused, and ends.
  Close();
  return TC_OK;
}

}  // namespace board
}  // namespace tinyclassify
