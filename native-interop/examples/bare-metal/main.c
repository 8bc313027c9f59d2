// Classifies one picture that lies in flash: model, picture and all memory are arrays; there is no heap and no file system.
#include <stdio.h>

#include "cat.jpg.h"
#include "classifier.tflite.h"
#include "tinyclassify.h"

static _Alignas(TC_ALIGNMENT) unsigned char memory[CLASSIFIER_TFLITE_MEMORY_BYTES];
static _Alignas(TC_ALIGNMENT) unsigned char workspace[48 * 1024];  // For the decoder: tc_probe_picture tells how much it takes.

static int Fail(const tc_diagnostic* diagnostic) {
  char line[160];
  tc_format_diagnostic(diagnostic, line, sizeof(line));
  puts(line);
  return 1;
}

int main(void) {
  tc_model* model;
  tc_diagnostic diagnostic;
  const tc_model_file model_file = {classifier_tflite, classifier_tflite_len, TC_KERNELS_FASTEST};
  if (tc_open(&model_file, memory, sizeof(memory), &model, &diagnostic) != TC_OK) return Fail(&diagnostic);
  tc_memory_file file = {cat_jpg, cat_jpg_len, 0};
  tc_picture picture = {.workspace = workspace, .workspace_bytes = sizeof(workspace)};
  tc_memory_reader(&file, &picture.file);
  if (tc_classify_picture(model, &picture, NULL, NULL, NULL, &diagnostic) != TC_OK) return Fail(&diagnostic);

  tc_prediction best;
  const char* name;
  uint32_t name_bytes;
  if (tc_top(model, 1, &best) != TC_OK || tc_label(model, best.class_index, &name, &name_bytes) != TC_OK) return 1;
  printf("%.*s, %u permille\n", (int)name_bytes, name, (unsigned)best.probability_permille);
  return 0;
}
