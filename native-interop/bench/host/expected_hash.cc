#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <vector>

#include "tinyclassify.h"
#include "workload.h"

// Prints what the microcontroller must print: the hash of the outputs for the bench's inputs, computed on this machine.

int main(int count, char** arguments) {
  if (count != 2) {
    std::fprintf(stderr, "usage: expected_hash MODEL.tflite\n");
    return 2;
  }
  std::ifstream stream(arguments[1], std::ios::binary);
  const std::vector<char> bytes(std::istreambuf_iterator<char>(stream), {});
  tc_requirements needs;
  tc_diagnostic diagnostic;
  tc_model* model;
  tc_description description;
  const tc_model_file file = {bytes.data(), static_cast<uint32_t>(bytes.size()), TC_KERNELS_FASTEST};
  if (tc_measure(&file, &needs, &diagnostic) != TC_OK) {
    char line[200];
    tc_format_diagnostic(&diagnostic, line, sizeof(line));
    std::fprintf(stderr, "%s: %s\n", arguments[1], line);
    return 1;
  }
  const std::size_t rounded = (needs.memory_bytes + TC_ALIGNMENT - 1) / TC_ALIGNMENT * TC_ALIGNMENT;
  void* memory = std::aligned_alloc(TC_ALIGNMENT, rounded);
  if (memory == nullptr || tc_open(&file, memory, needs.memory_bytes, &model, &diagnostic) != TC_OK) {
    return 1;
  }
  tc_describe(model, &description);
  uint32_t hash = tinyclassify::bench::kHashStart;
  for (uint32_t seed = 0; seed < tinyclassify::bench::kInputs; ++seed) {
    tinyclassify::bench::FillInput(seed, tc_input(model),
                                   description.input_height * description.input_width * description.input_channels);
    tc_invoke(model);
    hash = tinyclassify::bench::Hash(hash, tc_output(model), description.output_count);
  }
  std::printf("%u\n", hash);
  std::free(memory);
  return 0;
}
