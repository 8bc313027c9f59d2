#include <sys_dev_i2c_native_target.h>

// I2C1 on the Arduino header: PB8 clock, PB9 data, AF4.
I2C_CONFIG_PINS(1, GPIOB, GPIOB, 8, 9, 4)

// I2C3 to the touch controller: PH7 clock, PH8 data, AF4.
I2C_CONFIG_PINS(3, GPIOH, GPIOH, 7, 8, 4)
