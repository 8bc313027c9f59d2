#include "qemu/semihosting.h"
#include "tinyclassify.h"
#ifdef TC_FOOTPRINT_PICTURES
#include "image/image.h"
#endif

// What linking the classifier costs in flash: this program with and without TC_FOOTPRINT_ENGINE; and what linking the decoders
// of pictures costs, with TC_FOOTPRINT_PICTURES. It calls what the board calls.

const unsigned char* volatile footprint_model;
void* volatile footprint_memory;
volatile uint32_t footprint_memory_bytes;

int main() {
#ifdef TC_FOOTPRINT_ENGINE
  tc_model* model;
  tc_diagnostic diagnostic;
  tc_prediction best;
  char line[100];
  const tc_model_file file = {footprint_model, 1, TC_KERNELS_FASTEST};
  if (tc_open(&file, footprint_memory, footprint_memory_bytes, &model, &diagnostic) != TC_OK) {
    tc_format_diagnostic(&diagnostic, line, sizeof(line));
    tinyclassify::qemu::Print(line);
    return 1;
  }
  *tc_input(model) = 1;
  tc_invoke(model);
  return tc_top(model, 1, &best) == TC_OK ? *tc_output(model) : 1;
#elif defined(TC_FOOTPRINT_PICTURES)
  tc_picture picture = {};
  tc_picture_info info;
  tc_image_target target = {footprint_memory, 1, 1, TC_PIXELS_INT8};
  tc_frame_file frame = {};
  return tc_frame_reader(&frame, &picture.file, nullptr) + tc_probe_picture(&picture.file, &info, nullptr) +
         tc_image_render(&picture, &target, 1, nullptr) +
         tc_image_draw_whole(&picture, &info, 1, static_cast<uint16_t*>(footprint_memory), nullptr);
#else
  tinyclassify::qemu::Print("");
  return footprint_model == footprint_memory;
#endif
}
