#ifndef TINYCLASSIFY_BENCH_DEVICE_RUN_MODEL_H
#define TINYCLASSIFY_BENCH_DEVICE_RUN_MODEL_H

#include "tinyclassify.h"

namespace tinyclassify::bench {

/// One way to run a model: a column of the report.
struct Column {
  const char* name;
  tc_kernels kernels;
};

/// Reads the model that the command line names, runs it in each column on the bare Cortex-M7 and prints facts, one a
/// line, for run.sh:
///   model <bytes> | operator <index> <name> <macs> <live bytes> <window> <stride> <output shape>
///   memory <column> <state> <arena> | layer <column> <index> <ticks> | invoke <column> <ticks>
///   measure <column> <ticks> | open <column> <ticks> | stack <column> <bytes> | open_stack <column> <bytes> | hash <column>
/// <number> A tick is 40 instructions: QEMU's -icount shift=0 lets an instruction take 1 ns, and the timer counts at 25 MHz.
/// @return exit status of the program
int RunColumns(const Column* columns, uint32_t count);

}  // namespace tinyclassify::bench

#endif
