#include <ch.h>
#include <hal.h>
#include <hal_nf_community.h>
#include <cmsis_os.h>

#include <CLR_Startup_Thread.h>
#include <Target_System_IO_FileSystem.h>
#include <WireProtocol_ReceiverThread.h>
#include <nanoCLR_Application.h>
#include <nanoHAL_v2.h>
#include <nanoPAL_BlockStorage.h>
#include <serialcfg.h>
#include <string.h>
#include <targetHAL.h>
#include <targetHAL_Watchdog.h>
#include <targetPAL.h>

#include "board_pins.h"
#include "card_bounce.h"
#include "fault_report.h"
#include "restart_cause.h"
#include "restart_record.h"
#include "stm32f746_registers.h"

// ITCM RAM keeps its contents across every reset but power-off; nothing else lies there but the fault handlers' stack.
static RestartRecord g_restart_record __attribute__((section(".ram4.restart_record")));
extern uint32_t __deployment_start__;

osThreadDef(ReceiverThread, osPriorityHigh, 2048, "ReceiverThread");
// Upstream's 6,144 bytes are for the CLR alone; decoding a picture and TensorFlow Lite Micro need more (docs/decisions/0055).
osThreadDef(CLRStartupThread, osPriorityNormal, 10240, "CLRStartupThread");
osThreadDef(SdCardWorkingThread, osPriorityNormal, 1536, "SdCardThread");

static RestartCause g_restart_cause;

RestartCause RestartCause_Get(void) { return g_restart_cause; }

int FaultReport_MayRestart(void) { return !RestartRecord_Waits(&g_restart_record); }

void FaultReport_Remember(const FaultFacts* facts) { RestartRecord_Fault(&g_restart_record, facts); }

static int IsApplicationDeployed(void) {
  static const char kMarker[] = "NFMRK";  // every assembly (.pe) begins with it
  return memcmp(&__deployment_start__, kMarker, sizeof(kMarker) - 1) == 0;
}

static void Print(const char* text) { (void)chnWriteTimeout(&SERIAL_DRIVER, (const uint8_t*)text, strlen(text), TIME_MS2I(100)); }

static RestartDecision DecideAboutRestarts(void) {
  // Reset flags accumulate until they are cleared.
  const uint32_t flags = RCC_CSR_REGISTER;
  RCC_CSR_REGISTER |= 1u << 24;
  const int by_itself = RestartCause_Of(flags, 0) != kCausePower;
  const RestartDecision decision = RestartRecord_Boot(&g_restart_record, by_itself, IsApplicationDeployed());
  g_restart_cause = RestartCause_Of(flags, (int)g_restart_record.fault_known);
  if (g_restart_record.fault_known) {
    FaultFacts facts = {0};
    facts.frame = facts.pc = g_restart_record.fault_pc;
    facts.lr = g_restart_record.fault_lr;
    facts.cfsr = g_restart_record.fault_cfsr;
    char lines[kFaultLineCount][kFaultLineBytes];
    FaultLines(&facts, lines);
    Print("\r\nThe last run ended in a fault: ");
    Print(FaultCause(&facts));
    Print("\r\n");
    Print(lines[2]);
    Print("\r\n");
    RestartRecord_FaultTold(&g_restart_record);
  }
  if (g_restart_cause == kCauseWatchdog) {
    Print("\r\nThe watchdog restarted the board: something took longer than 10 seconds.\r\n");
  }
  if (decision == kWaitForDebugger) {
    Print(IsApplicationDeployed()
              ? "\r\nThe application stopped again and again: the board waits for Visual Studio. "
                "The reset button starts it anew.\r\n"
              : "\r\nNo application is deployed: the board waits for Visual Studio.\r\n");
  }
  return decision;
}

int main(void) {
  BoardPins_Correct();
  halInit();
  InitBootClipboard();
  FaultReport_Enable();
  CardBounce_Install();

  // The kernel stands but does not run yet: main goes on with interrupts enabled.
  osKernelInitialize();
  Watchdog_Init();
#if (HAL_NF_USE_STM32_CRC == TRUE)
  crcStart(NULL);
#endif
  // The SDRAM's driver sleeps, so it needs the kernel; everything after it may use the SDRAM.
  Target_ExternalMemoryInit();
  sdStart(&SERIAL_DRIVER, NULL);
  palSetLineMode(PAL_LINE(GPIOI, 1U), PAL_MODE_OUTPUT_PUSHPULL);  // green LED, off until the application wants it
  palClearLine(PAL_LINE(GPIOI, 1U));

  osThreadCreate(osThread(ReceiverThread), NULL);

  static CLR_SETTINGS settings;  // outlives this function's frame: the CLR's thread reads it
  memset(&settings, 0, sizeof(settings));
  settings.MaxContextSwitches = 50;
  // Upstream waits for a debugger for ever when Main ends or throws. A board that stands alone restarts instead, until that has
  // happened too often: then the application is not even begun, since it may stop with a fault before it can be replaced.
  settings.EnterDebuggerLoopAfterExit = DecideAboutRestarts() == kWaitForDebugger;
  settings.WaitForDebugger = settings.EnterDebuggerLoopAfterExit && IsApplicationDeployed();
  osThreadCreate(osThread(CLRStartupThread), &settings);
  osThreadCreate(osThread(SdCardWorkingThread), NULL);

  osKernelStart();
  // From here on main is a thread.
  osDelay(kStableAfterSeconds * 1000u);
  RestartRecord_Stable(&g_restart_record);
  for (;;) osDelay(10000);
}
