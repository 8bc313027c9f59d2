// nanoBooter needs none of nf-interpreter's additions to ChibiOS' drivers.
#ifndef MCUCONF_NF_H
#define MCUCONF_NF_H

#define STM32_FSMC_USE_FSMC1 FALSE
#define STM32_USE_FSMC_SDRAM FALSE

#endif
