#include "device/run_model.h"

// TensorFlow Lite for Microcontrollers, with the kernels that are linked: TC_BENCH_COLUMN says which.

int main() {
  constexpr tinyclassify::bench::Column kColumn = {TC_BENCH_COLUMN, TC_KERNELS_FASTEST};
  return tinyclassify::bench::RunColumns(&kColumn, 1);
}
