// ChibiOS drivers, as far as both images agree. ChibiOS wants every switch named.
#ifndef HALCONF_COMMON_H
#define HALCONF_COMMON_H

#define _CHIBIOS_HAL_CONF_
#define _CHIBIOS_HAL_CONF_VER_9_1_

#define HAL_USE_PAL TRUE
#define HAL_USE_SERIAL TRUE
#define HAL_USE_CRY FALSE
#define HAL_USE_EFL FALSE
#define HAL_USE_GPT FALSE
#define HAL_USE_I2S FALSE
#define HAL_USE_ICU FALSE
#define HAL_USE_MMC_SPI FALSE
#define HAL_USE_SAFETY FALSE
#define HAL_USE_SERIAL_USB FALSE
#define HAL_USE_SIO FALSE
#define HAL_USE_USB FALSE
#define HAL_USE_WSPI FALSE

#define PAL_USE_WAIT FALSE
#define SERIAL_DEFAULT_BITRATE 921600
// Received bytes wait here until the receiver thread runs: 1.1 ms at full rate.
#define SERIAL_BUFFERS_SIZE 128

#endif
