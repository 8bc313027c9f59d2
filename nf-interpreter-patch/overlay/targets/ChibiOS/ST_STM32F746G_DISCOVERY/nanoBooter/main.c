#include <ch.h>
#include <hal.h>
#include <hal_nf_community.h>
#include <cmsis_os.h>

#include <LaunchCLR.h>
#include <WireProtocol_ReceiverThread.h>
#include <nanoHAL_ConfigurationManager.h>
#include <nanoPAL_BlockStorage.h>
#include <serialcfg.h>
#include <targetHAL.h>

#include "board_pins.h"
#include "fault_report.h"

#define GREEN_LED PAL_LINE(GPIOI, 1U)

osThreadDef(ReceiverThread, osPriorityHigh, 2048, "ReceiverThread");

int main(void) {
  BoardPins_Correct();
  halInit();
  InitBootClipboard();
  FaultReport_Enable();

  // The kernel stands but does not run yet: main goes on with interrupts enabled.
  osKernelInitialize();
  osDelay(20);  // supplies and the button's line settle

  // The blue button, held while the board starts, keeps it here: the way in when the deployed application blocks everything.
  // nanoCLR is a jump, not a reset, so it finds the reset flags as they were.
  const uint32_t nano_clr = (uint32_t)&__nanoConfig_end__;
  if (!IsToRemainInBooter() && palReadLine(LINE_BUTTON_USER) == PAL_LOW && CheckValidCLRImage(nano_clr)) LaunchCLR(nano_clr);

#if (HAL_NF_USE_STM32_CRC == TRUE)
  crcStart(NULL);
#endif
  sdStart(&SERIAL_DRIVER, NULL);
  osThreadCreate(osThread(ReceiverThread), NULL);
  osKernelStart();

  // nanoCLR does these in nanoHAL_Initialize; the wire protocol's flash commands need them here too.
  BlockStorageList_Initialize();
  BlockStorage_AddDevices();
  ConfigurationManager_Initialize();
  ReportSuccessfullNanoBooter();

  // A slow blink: the board waits in nanoBooter.
  palSetLineMode(GREEN_LED, PAL_MODE_OUTPUT_PUSHPULL);
  for (;;) {
    palToggleLine(GREEN_LED);
    osDelay(500);
  }
}
