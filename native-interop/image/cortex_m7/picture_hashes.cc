// Decodes each file named in list.txt and prints what came of it: on the bare Cortex-M7 under QEMU and on the PC the
// same lines, but for those that begin with "cost", which only the Cortex-M7 prints.
#include <cstring>

#include "crc32.h"
#include "image.h"
#include "qemu/semihosting.h"

namespace tinyclassify::qemu {
namespace {

constexpr uint32_t kFileCapacity = 8 << 20;
constexpr uint32_t kSide = 240;

#if defined(__arm__)
#define TC_FILES __attribute__((section(".files")))
#else
#define TC_FILES
#endif
alignas(TC_ALIGNMENT) TC_FILES uint8_t file[kFileCapacity];
alignas(TC_ALIGNMENT) uint8_t workspace[TC_PICTURE_WORKSPACE_BYTES];
uint8_t input[32 * 32 * 3];
uint16_t preview[kSide * kSide];
char list[4096];

#if defined(__arm__)
extern "C" uint32_t __stack_limit;

// The CMSDK timer 0 of mps2-an500 counts down at 25 MHz; QEMU's -icount shift=0 makes a tick 40 instructions.
volatile uint32_t* const kTimer = reinterpret_cast<volatile uint32_t*>(0x40000000);
constexpr uint32_t kPaint = 0xA5A5A5A5u;

void StartMeasuring() {
  const uint32_t* const end = static_cast<const uint32_t*>(__builtin_frame_address(0)) - 32;
  for (volatile uint32_t* word = &__stack_limit; word < end; ++word) *word = kPaint;
  kTimer[2] = kTimer[1] = UINT32_MAX;
  kTimer[0] = 1;
}

void PrintCost(const char* name, uint32_t pixels, uint32_t workspace_bytes) {
  const uint32_t ticks = UINT32_MAX - kTimer[1];
  const uint32_t* word = &__stack_limit;
  while (*word == kPaint) ++word;
  const auto used = static_cast<uint32_t>(static_cast<const uint32_t*>(__builtin_frame_address(0)) - word) * 4;
  Print("cost ");
  Print(name);
  Print(" thousand_instructions ");
  Print(static_cast<uint32_t>(uint64_t{ticks} * 40 / 1000));
  Print(" stack ");
  Print(used);
  Print(" pixels ");
  Print(pixels);
  Print(" workspace ");
  Print(workspace_bytes);
  Print("\n");
}
#else
void StartMeasuring() {}
void PrintCost(const char*, uint32_t, uint32_t) {}
#endif

void PrintPicture(const char* name) {
  const uint32_t bytes = ReadFile(name, file, kFileCapacity);
  const tc_image_target targets[2] = {{input, 32, 32, TC_PIXELS_INT8}, {preview, kSide, kSide, TC_PIXELS_RGB565}};
  tc_memory_file memory = {file, bytes, 0};
  tc_picture picture = {{}, nullptr, nullptr, workspace, sizeof(workspace)};
  tc_memory_reader(&memory, &picture.file);
  tc_diagnostic diagnostic;
  tc_picture_info info;
  tc_probe_picture(&picture.file, &info, nullptr);
  // What is refused without a workspace tells how much it takes.
  tc_memory_reader(&memory, &picture.file);
  picture.workspace_bytes = 0;
  tc_image_render(&picture, targets, 2, &diagnostic);
  const uint32_t workspace_bytes = strncmp(diagnostic.what, "workspace", 9) == 0 ? static_cast<uint32_t>(diagnostic.seen) : 0;
  picture.workspace_bytes = sizeof(workspace);
  tc_memory_reader(&memory, &picture.file);
  memset(input, 0, sizeof(input));
  memset(preview, 0, sizeof(preview));
  StartMeasuring();
  const tc_status status = tc_image_render(&picture, targets, 2, &diagnostic);
  PrintCost(name, info.width * info.height, workspace_bytes);
  Print(name);
  Print(status == TC_OK ? " ok " : " refused: ");
  if (status == TC_OK) {
    Print(image::Crc32(input, sizeof(input)));
    Print(" ");
    Print(image::Crc32(reinterpret_cast<const uint8_t*>(preview), sizeof(preview)));
  } else {
    Print(diagnostic.what);
  }
  Print("\n");
}

}  // namespace
}  // namespace tinyclassify::qemu

int main() {
  using namespace tinyclassify::qemu;
  const uint32_t bytes = ReadFile("list.txt", list, sizeof(list) - 1);
  list[bytes] = '\0';
  uint32_t pictures = 0;
  for (char* name = list; *name != '\0'; ++pictures) {
    char* const end = strchr(name, '\n');
    if (end == nullptr) return 1;
    *end = '\0';
    PrintPicture(name);
    name = end + 1;
  }
  return pictures > 0 ? 0 : 1;
}
