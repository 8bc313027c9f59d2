#include "device/semihosting.h"
#include "tinyclassify.h"

// What linking the classifier costs in flash: this program with and without TC_FOOTPRINT_ENGINE. It calls what the board
// calls.

const unsigned char* volatile footprint_model;
void* volatile footprint_memory;
volatile uint32_t footprint_memory_bytes;

int main() {
#ifdef TC_FOOTPRINT_ENGINE
  tc_model* model;
  tc_diagnostic diagnostic;
  tc_prediction best;
  char line[100];
  if (tc_open(footprint_model, 1, footprint_memory, footprint_memory_bytes, &model, &diagnostic) != TC_OK) {
    tc_format_diagnostic(&diagnostic, line, sizeof(line));
    tinyclassify::bench::Print(line);
    return 1;
  }
  *tc_input(model) = 1;
  tc_invoke(model);
  return tc_top(model, 1, &best) == TC_OK ? *tc_output(model) : 1;
#else
  tinyclassify::bench::Print("");
  return footprint_model == footprint_memory;
#endif
}
