// The SDRAM driver of nf-interpreter's additions to ChibiOS: bank 1 of the FMC.
#ifndef MCUCONF_NF_H
#define MCUCONF_NF_H

#define STM32_FSMC_USE_FSMC1 TRUE
#define STM32_FSMC_FSMC1_IRQ_PRIORITY 10
#define STM32_FSMC_DMA_CHN 0x03010201
#define STM32_USE_FSMC_SDRAM TRUE
#define STM32_SDRAM_USE_FSMC_SDRAM1 TRUE
#define STM32_SDRAM_USE_FSMC_SDRAM2 FALSE

#endif
