// The body of TinyClassify.Native.Startup.
#include "TinyClassify_Native.h"
#include "TinyClassify_Native_TinyClassify_Native_Startup.h"

#include "board_port.h"

using namespace TinyClassify_Native::TinyClassify_Native;

signed int Startup::GetCause(HRESULT &)
{
    return tcb_restart_cause();
}
