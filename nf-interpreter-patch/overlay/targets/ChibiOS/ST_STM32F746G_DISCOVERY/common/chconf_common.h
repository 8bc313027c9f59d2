// ChibiOS' kernel, as far as both images agree. ChibiOS wants every switch named; its own chconf.h explains each.
#ifndef CHCONF_COMMON_H
#define CHCONF_COMMON_H

#define _CHIBIOS_RT_CONF_
#define _CHIBIOS_RT_CONF_VER_7_0_

#define CH_CFG_SMP_MODE FALSE
#define CH_CFG_ST_RESOLUTION 32
#define CH_CFG_ST_FREQUENCY 10000  // upstream computes with ticks of 100 us
#define CH_CFG_INTERVALS_SIZE 32
#define CH_CFG_TIME_TYPES_SIZE 32
#define CH_CFG_ST_TIMEDELTA 2
#define CH_CFG_TIME_QUANTUM 0
#define CH_CFG_NO_IDLE_THREAD FALSE
#define CH_CFG_HARDENING_LEVEL 0
#define CH_CFG_OPTIMIZE_SPEED TRUE
#define CH_CFG_USE_TM FALSE
#define CH_CFG_USE_TIMESTAMP TRUE
#define CH_CFG_USE_REGISTRY TRUE
#define CH_CFG_USE_WAITEXIT TRUE
#define CH_CFG_USE_SEMAPHORES TRUE
#define CH_CFG_USE_SEMAPHORES_PRIORITY FALSE
#define CH_CFG_USE_MUTEXES_RECURSIVE FALSE
#define CH_CFG_USE_EVENTS TRUE
#define CH_CFG_USE_EVENTS_TIMEOUT TRUE
#define CH_CFG_USE_MESSAGES_PRIORITY FALSE
#define CH_CFG_USE_DYNAMIC TRUE
#define CH_CFG_USE_MAILBOXES TRUE
#define CH_CFG_USE_MEMCORE TRUE
#define CH_CFG_MEMCORE_SIZE 0  // the whole C heap
#define CH_CFG_USE_MEMCHECKS TRUE
#define CH_CFG_USE_HEAP TRUE
#define CH_CFG_USE_MEMPOOLS TRUE
#define CH_CFG_USE_OBJ_FIFOS TRUE
#define CH_CFG_USE_PIPES TRUE
#define CH_CFG_USE_OBJ_CACHES FALSE
#define CH_CFG_USE_DELEGATES FALSE
#define CH_CFG_USE_JOBS FALSE
#define CH_CFG_USE_FACTORY FALSE
#define CH_CFG_FACTORY_MAX_NAMES_LENGTH 8
#define CH_CFG_FACTORY_OBJECTS_REGISTRY TRUE
#define CH_CFG_FACTORY_GENERIC_BUFFERS TRUE
#define CH_CFG_FACTORY_SEMAPHORES TRUE
#define CH_CFG_FACTORY_MAILBOXES TRUE
#define CH_CFG_FACTORY_OBJ_FIFOS TRUE
#define CH_CFG_FACTORY_PIPES TRUE

#define CH_DBG_STATISTICS FALSE
// Stays off: upstream's debouncing of pins takes the time in an interrupt, which this check halts on.
#define CH_DBG_SYSTEM_STATE_CHECK FALSE
#define CH_DBG_ENABLE_CHECKS FALSE
#define CH_DBG_ENABLE_ASSERTS FALSE
#define CH_DBG_TRACE_MASK CH_DBG_TRACE_MASK_DISABLED
#define CH_DBG_TRACE_BUFFER_SIZE 128
// A thread that overruns its stack is halted and told by name, not left to corrupt its neighbour.
#define CH_DBG_ENABLE_STACK_CHECK TRUE
#define CH_DBG_FILL_THREADS FALSE
#define CH_DBG_THREADS_PROFILING FALSE

#define CH_CFG_SYSTEM_EXTRA_FIELDS
#define CH_CFG_SYSTEM_INIT_HOOK() {}
#define CH_CFG_OS_INSTANCE_EXTRA_FIELDS
#define CH_CFG_OS_INSTANCE_INIT_HOOK(oip) { (void)(oip); }
#define CH_CFG_THREAD_EXTRA_FIELDS
#define CH_CFG_THREAD_INIT_HOOK(tp) { (void)(tp); }
#define CH_CFG_THREAD_EXIT_HOOK(tp) { (void)(tp); }
#define CH_CFG_CONTEXT_SWITCH_HOOK(ntp, otp) { (void)(ntp); (void)(otp); }
#define CH_CFG_IRQ_PROLOGUE_HOOK() {}
#define CH_CFG_IRQ_EPILOGUE_HOOK() {}
#define CH_CFG_IDLE_ENTER_HOOK() {}
#define CH_CFG_IDLE_LEAVE_HOOK() {}
#define CH_CFG_IDLE_LOOP_HOOK() {}
#define CH_CFG_SYSTEM_TICK_HOOK() {}
#define CH_CFG_TRACE_HOOK(tep) { (void)(tep); }
#define CH_CFG_RUNTIME_FAULTS_HOOK(mask) { (void)(mask); }

#if !defined(_FROM_ASM_)
void FaultReport_Halt(const char* reason);
#endif
#define CH_CFG_SYSTEM_HALT_HOOK(reason) { FaultReport_Halt(reason); }

#endif
