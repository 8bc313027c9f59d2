// The wire protocol's port: USART1 (PA9, PB7), the ST-LINK's virtual COM port.
#ifndef SERIALCFG_H
#define SERIALCFG_H

#define SERIAL_DRIVER SD1

#endif
