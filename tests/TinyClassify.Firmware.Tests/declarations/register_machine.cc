// Prints the registers that the overlay's plain sources set: pins as board_pins.c leaves them after ChibiOS' board files, and the
// LCD's timing. Lines "NAME VALUE".
#include <cstdint>
#include <cstdio>
#include <map>

static std::map<uint32_t, uint32_t> g_registers;
extern "C" volatile uint32_t* FakeRegister(uint32_t address) { return &g_registers[address]; }

#include "board_pins.c"
#include "panel_rk043fn48h.h"

int main() {
  // As ChibiOS' board.h leaves them.
  GPIO_MODER(GPIO_PORT_I) = 0xA9280004u;
  GPIO_PUPDR(GPIO_PORT_C) = 0x04001000u;
  const uint32_t others_c = GPIO_PUPDR(GPIO_PORT_C);
  const uint32_t others_i = GPIO_MODER(GPIO_PORT_I);
  BoardPins_Correct();
  std::printf("PI13 %u\n", static_cast<unsigned>(GPIO_MODER(GPIO_PORT_I) >> 26 & 3));
  std::printf("other_pins_changed %d\n", (GPIO_MODER(GPIO_PORT_I) ^ others_i) & ~(3u << 26) ||
                                            (GPIO_PUPDR(GPIO_PORT_C) ^ others_c) & ~0x03FF0000u);
  std::printf("GPIOJ_OSPEEDR %u\n", static_cast<unsigned>(GPIO_OSPEEDR(GPIO_PORT_J)));
  std::printf("GPIOK_OSPEEDR %u\n", static_cast<unsigned>(GPIO_OSPEEDR(GPIO_PORT_K)));
  std::printf("GPIOC_PUPDR %u\n", static_cast<unsigned>(GPIO_PUPDR(GPIO_PORT_C) & 0x03FF0000u));
  std::printf("GPIOD_PUPDR %u\n", static_cast<unsigned>(GPIO_PUPDR(GPIO_PORT_D) & 0x30u));
  std::printf("LTDC_SSCR %u\nLTDC_BPCR %u\n", static_cast<unsigned>(panel::kSync), static_cast<unsigned>(panel::kBackPorch));
  std::printf("LTDC_AWCR %u\nLTDC_TWCR %u\n", static_cast<unsigned>(panel::kActive), static_cast<unsigned>(panel::kTotal));
}
