#ifndef HALCONF_H
#define HALCONF_H

#include <target_platform.h>  // HAL_USE_I2C, _SDC, _WDG and others, from defconfig

#include "../common/halconf_common.h"
#include "mcuconf.h"

#define HAL_USE_TRNG TRUE
// Button and card detect come as interrupts.
#define PAL_USE_CALLBACKS TRUE

#define I2C_ENABLE_SLAVE_MODE FALSE
#define I2C_USE_MUTUAL_EXCLUSION TRUE

// A card gets 100 tries, 10 ms apart, to answer after it was put in.
#define SDC_INIT_RETRY 100
#define SDC_MMC_SUPPORT FALSE
#define SDC_NICE_WAITING TRUE
#define SDC_INIT_OCR_V20 0x50FF8000U
#define SDC_INIT_OCR 0x80100000U

#include "halconf_nf.h"

#endif
