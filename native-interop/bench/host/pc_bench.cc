#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <iterator>
#include <vector>

#include "tinyclassify.h"
#include "workload.h"

// pc_bench MODEL.tflite: milliseconds of processor time an inference takes on this machine, with the kernels that it runs best
// and with the plain ones. They take turns, and the best of the turns counts: what else the machine does hits both alike.

namespace {

constexpr int kTurns = 15;
constexpr double kSecondsATurn = 0.1;

double ProcessorSeconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

class Contender {
 public:
  Contender(const std::vector<char>& file, tc_kernels kernels) {
    tc_requirements needs;
    tc_diagnostic diagnostic;
    const tc_model_file source = {file.data(), static_cast<uint32_t>(file.size()), static_cast<uint32_t>(kernels)};
    if (tc_measure(&source, &needs, &diagnostic) == TC_OK) {
      memory_ = std::aligned_alloc(TC_ALIGNMENT, (needs.memory_bytes + TC_ALIGNMENT - 1) / TC_ALIGNMENT * TC_ALIGNMENT);
      tc_open(&source, memory_, needs.memory_bytes, &model_, &diagnostic);
    }
    if (model_ == nullptr) {
      char line[300];
      tc_format_diagnostic(&diagnostic, line, sizeof(line));
      std::fprintf(stderr, "pc_bench: %s\n", line);
      std::exit(1);
    }
    tc_describe(model_, &description_);
  }
  Contender(const Contender&) = delete;
  Contender& operator=(const Contender&) = delete;
  ~Contender() { std::free(memory_); }

  // @return hash of the output, so that nothing is left out and both can be compared
  uint32_t Run(uint32_t seed) {
    tinyclassify::bench::FillInput(seed, tc_input(model_),
                                   description_.input_height * description_.input_width * description_.input_channels);
    tc_invoke(model_);
    return tinyclassify::bench::Hash(tinyclassify::bench::kHashStart, tc_output(model_), description_.output_count);
  }

  void TakeTurn() {
    const double begin = ProcessorSeconds();
    double elapsed;
    int runs = 0;
    do {
      tc_invoke(model_);
      ++runs;
      elapsed = ProcessorSeconds() - begin;
    } while (elapsed < kSecondsATurn);
    best_ = std::min(best_, elapsed / runs);
  }

  double best_milliseconds() const { return best_ * 1e3; }
  double macs() const { return static_cast<double>(description_.macs); }

 private:
  void* memory_ = nullptr;
  tc_model* model_ = nullptr;
  tc_description description_ = {};
  double best_ = 1e9;
};

}  // namespace

int main(int count, char** arguments) {
  if (count != 2) {
    std::fprintf(stderr, "usage: pc_bench MODEL.tflite\n");
    return 2;
  }
  std::ifstream stream(arguments[1], std::ios::binary);
  const std::vector<char> file(std::istreambuf_iterator<char>(stream), {});
  Contender fast(file, TC_KERNELS_FASTEST), plain(file, TC_KERNELS_PLAIN);
  for (uint32_t seed = 0; seed < tinyclassify::bench::kInputs; ++seed) {
    if (fast.Run(seed) != plain.Run(seed)) {
      std::fprintf(stderr, "pc_bench: the outputs of the kernels differ\n");
      return 1;
    }
  }
  for (int turn = 0; turn < kTurns; ++turn) {
    fast.TakeTurn();
    plain.TakeTurn();
  }
  std::printf("fast %.4f\nplain %.4f\nmacs %.0f\n", fast.best_milliseconds(), plain.best_milliseconds(), fast.macs());
  return 0;
}
