// board_port.h's cause of the restart, as this target's main keeps it.
#include "board_port.h"
#include "restart_cause.h"

int32_t tcb_restart_cause(void) { return RestartCause_Get(); }
