#include <nanoHAL.h>

// Upstream's debugger asks every target for this.
bool g_fDoNotUninitializeDebuggerPort = false;
