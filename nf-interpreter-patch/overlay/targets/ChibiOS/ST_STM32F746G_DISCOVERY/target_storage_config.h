#ifndef TARGET_STORAGE_CONFIG_H
#define TARGET_STORAGE_CONFIG_H

#define SD_CARD_DRIVER SDCD1
// PC13, low while a card is in. It shares EXTI line 13 with the touch interrupt PI13, which therefore stays unused.
#define SDCARD_LINE_DETECT LINE_SD_DETECT

#endif
