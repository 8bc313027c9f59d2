#ifndef HALCONF_H
#define HALCONF_H

#include "../common/halconf_common.h"
#include "mcuconf.h"

#define HAL_USE_ADC FALSE
#define HAL_USE_CAN FALSE
#define HAL_USE_DAC FALSE
#define HAL_USE_I2C FALSE
#define HAL_USE_MAC FALSE
#define HAL_USE_PWM FALSE
#define HAL_USE_RTC FALSE
#define HAL_USE_SDC FALSE
#define HAL_USE_SPI FALSE
#define HAL_USE_TRNG FALSE
#define HAL_USE_UART FALSE
#define HAL_USE_WDG FALSE
#define PAL_USE_CALLBACKS FALSE

#include "halconf_nf.h"

#endif
