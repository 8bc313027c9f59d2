#include "board_pins.h"

#include "stm32f746_registers.h"

// Two bits a pin in MODER, OSPEEDR and PUPDR. Source: RM0385 section 6.4.
#define PIN_FIELD(pin, value) ((uint32_t)(value) << (2 * (pin)))
enum { kInput = 0, kFast = 2, kPullUp = 1, kNoPull = 0 };

static void Set(volatile uint32_t* reg, uint32_t pins, uint32_t value) {
  for (uint32_t pin = 0; pin < 16; ++pin) {
    if (pins & (1u << pin)) *reg = (*reg & ~PIN_FIELD(pin, 3u)) | PIN_FIELD(pin, value);
  }
}

void BoardPins_Correct(void) {
  // PI13 is the touch controller's interrupt, an output of the FT5336: ChibiOS drives it as an LTDC signal against that.
  Set(&GPIO_MODER(GPIO_PORT_I), 1u << 13, kInput);
  Set(&GPIO_PUPDR(GPIO_PORT_I), 1u << 13, kNoPull);
  // LCD data and DE at 9.6 MHz: R1 to G4 (PJ0 to PJ11), B1 to B3 (PJ13 to PJ15), G5 to G7 (PK0 to PK2), B5 to DE (PK4 to PK7).
  Set(&GPIO_OSPEEDR(GPIO_PORT_J), 0xEFFFu, kFast);
  Set(&GPIO_OSPEEDR(GPIO_PORT_K), 0x00F7u, kFast);
  // The card's lines idle high: D0 to D3 and clock (PC8 to PC12), command (PD2). The board has no resistors for them.
  Set(&GPIO_PUPDR(GPIO_PORT_C), 0x1F00u, kPullUp);
  Set(&GPIO_PUPDR(GPIO_PORT_D), 1u << 2, kPullUp);
}
