#ifndef MCUCONF_H
#define MCUCONF_H

#include "../common/mcuconf_clocks.h"
#include "mcuconf_nf.h"

#define STM32_WDG_USE_IWDG FALSE
#define STM32_TRNG_USE_RNG1 FALSE
#define STM32_SDC_USE_SDMMC1 FALSE

#endif
