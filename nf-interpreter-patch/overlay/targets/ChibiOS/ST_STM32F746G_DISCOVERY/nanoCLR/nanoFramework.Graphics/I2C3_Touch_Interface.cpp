// I2C3 (PH7, PH8) to the touch controller, for native code. System.Device.I2c uses the same driver as bus 3; its lock keeps the
// two apart.
#include <hal.h>

#include "TouchInterface.h"

// Upstream's TouchPanel.cpp defines g_TouchInterface itself.

namespace {

constexpr i2caddr_t kFt5336 = 0x38;
constexpr CLR_UINT16 kLongestAnswer = 8;

// 54 MHz / 6 = 9 MHz; 14 of these low, 8 high and the filters make a little under 400 kHz. RM0385 section 30.4.9.
const I2CConfig kFastMode = {STM32_TIMINGR_PRESC(5U) | STM32_TIMINGR_SCLDEL(4U) | STM32_TIMINGR_SDADEL(2U) |
                                 STM32_TIMINGR_SCLH(7U) | STM32_TIMINGR_SCLL(13U),
                             0, 0};

CLR_UINT8 g_answer[kLongestAnswer];

}  // namespace

bool TouchInterface::Initialize() {
  palSetPadMode(GPIOH, 7, PAL_MODE_ALTERNATE(4) | PAL_STM32_OTYPE_OPENDRAIN | PAL_STM32_OSPEED_HIGHEST);
  palSetPadMode(GPIOH, 8, PAL_MODE_ALTERNATE(4) | PAL_STM32_OTYPE_OPENDRAIN | PAL_STM32_OSPEED_HIGHEST);
  return true;
}

/// @return the answer, valid until the next call; NULL where the controller does not answer within 20 ms
CLR_UINT8* TouchInterface::Write_Read(CLR_UINT8* values, CLR_UINT16 count, CLR_UINT16 answer_count) {
  if (answer_count > kLongestAnswer) return NULL;
  i2cAcquireBus(&I2CD3);
  // Whoever used the bus last may have left it stopped, or started at another speed.
  if (I2CD3.state == I2C_STOP) i2cStart(&I2CD3, &kFastMode);
  const msg_t result =
      i2cMasterTransmitTimeout(&I2CD3, kFt5336, values, count, g_answer, answer_count, TIME_MS2I(20));
  i2cReleaseBus(&I2CD3);
  return result == MSG_OK ? g_answer : NULL;
}
