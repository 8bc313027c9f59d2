#ifndef TINYCLASSIFY_QEMU_SEMIHOSTING_H
#define TINYCLASSIFY_QEMU_SEMIHOSTING_H

#include <stdint.h>

/// Talks to the host through the debugger's breakpoint call, which QEMU answers.
/// Source: Arm, "Semihosting for AArch32 and AArch64", https://github.com/ARM-software/abi-aa
namespace tinyclassify::qemu {

void Print(const char* text);
void Print(uint32_t number);

/// Ends QEMU, with exit status 0 or 1.
[[noreturn]] void Exit(bool success);

/// Copies the words of the command line, separated by blanks. False where it does not fit.
bool ReadCommandLine(char* line, uint32_t capacity);

/// Reads a whole file of the host. @return its size, or 0 where there is none or it does not fit
uint32_t ReadFile(const char* path, void* data, uint32_t capacity);

}  // namespace tinyclassify::qemu

#endif
