// Peripherals of nanoCLR.
#ifndef MCUCONF_H
#define MCUCONF_H

#include "../common/mcuconf_clocks.h"
#include "mcuconf_nf.h"

#define STM32_WDG_USE_IWDG TRUE
#define STM32_TRNG_USE_RNG1 TRUE

// The card, 4 bit. Delays are in milliseconds; 10 of them give a card its 74 clocks at 400 kHz after power-on.
#define STM32_SDC_USE_SDMMC1 TRUE
// As ST runs this board's socket: 48 MHz / 2. High-speed cards would be given 48 MHz, past the divider.
#define STM32_SDC_MAX_CLOCK 24000000
#define STM32_SDC_SDMMC_UNALIGNED_SUPPORT TRUE
#define STM32_SDC_SDMMC_WRITE_TIMEOUT 1000
#define STM32_SDC_SDMMC_READ_TIMEOUT 1000
#define STM32_SDC_SDMMC_CLOCK_DELAY 10
#define STM32_SDC_SDMMC1_DMA_STREAM STM32_DMA_STREAM_ID(2, 3)
#define STM32_SDC_SDMMC1_DMA_PRIORITY 3
#define STM32_SDC_SDMMC1_IRQ_PRIORITY 9

// I2C1 to the Arduino header, I2C3 to the touch controller.
#define STM32_I2C_USE_I2C1 TRUE
#define STM32_I2C_USE_I2C2 FALSE
#define STM32_I2C_USE_I2C3 TRUE
#define STM32_I2C_USE_I2C4 FALSE
#define STM32_I2C_BUSY_TIMEOUT 50
// By interrupts: upstream hands over arrays of the managed heap, which is cached; the core that copies sees what it sees. A touch
// is five bytes 25 times a second.
#define STM32_I2C_USE_DMA FALSE
#define STM32_I2C_I2C1_IRQ_PRIORITY 5
#define STM32_I2C_I2C3_IRQ_PRIORITY 5

#endif
