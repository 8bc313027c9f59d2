#ifndef HALCONF_NF_H
#define HALCONF_NF_H

// The driver that FatFs' disk layer calls; card_bounce.c stands between the two.
#define FATFS_HAL_DEVICE SDCD1
#define HAL_NF_USE_STM32_FLASH TRUE
#define HAL_NF_USE_FSMC TRUE
#define HAL_NF_USE_STM32_QSPI FALSE

#endif
