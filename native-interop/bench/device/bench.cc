#include "device/run_model.h"

// Our engine: the kernels for the Cortex-M7, and the plain ones that they must equal.
int main() {
  constexpr tinyclassify::bench::Column kColumns[] = {{"fast", TC_KERNELS_FASTEST}, {"plain", TC_KERNELS_PLAIN}};
  return tinyclassify::bench::RunColumns(kColumns, 2);
}
