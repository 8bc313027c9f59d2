// The registers that this folder's own code touches, by address: the fault handlers and the display driver then depend on no
// vendor header, and their tests run on a PC. Sources: RM0385 (peripherals), ARMv7-M Architecture Reference Manual (core).
#ifndef STM32F746_REGISTERS_H
#define STM32F746_REGISTERS_H

#include <stdint.h>

#ifndef REGISTER  // a test on an emulated core puts its own registers in place of the peripherals
#define REGISTER(address) (*(volatile uint32_t*)(uintptr_t)(address))
#endif

// System control block and MPU, B3.2 and B3.5.
#define SCB_CPACR REGISTER(0xE000ED88)
#define SCB_CCR_REGISTER REGISTER(0xE000ED14)
#define SCB_SHCSR_REGISTER REGISTER(0xE000ED24)
#define SCB_CFSR_REGISTER REGISTER(0xE000ED28)
#define SCB_HFSR_REGISTER REGISTER(0xE000ED2C)
#define SCB_MMFAR_REGISTER REGISTER(0xE000ED34)
#define SCB_BFAR_REGISTER REGISTER(0xE000ED38)
#define SCB_AIRCR_REGISTER REGISTER(0xE000ED0C)
#define DEBUG_DHCSR REGISTER(0xE000EDF0)
#define DEBUG_DEMCR REGISTER(0xE000EDFC)
// Cycle counter, C1.8; a Cortex-M7 ignores writes to it until the lock register has the key.
#define DWT_CONTROL REGISTER(0xE0001000)
#define DWT_CYCLES REGISTER(0xE0001004)
#define DWT_LOCK REGISTER(0xE0001FB0)
#define MPU_CTRL_REGISTER REGISTER(0xE000ED94)
#define MPU_RNR_REGISTER REGISTER(0xE000ED98)
#define MPU_RBAR_REGISTER REGISTER(0xE000ED9C)
#define MPU_RASR_REGISTER REGISTER(0xE000EDA0)

// RCC, section 5.3.
#define RCC_CSR_REGISTER REGISTER(0x40023874)
#define RCC_APB2ENR_REGISTER REGISTER(0x40023844)
#define RCC_APB2RSTR_REGISTER REGISTER(0x40023824)
#define RCC_APB2_LTDC (1u << 26)

// GPIO ports, section 6.4: 1 KB each from A on.
#define GPIO_PORT_C 2u
#define GPIO_PORT_D 3u
#define GPIO_PORT_I 8u
#define GPIO_PORT_J 9u
#define GPIO_PORT_K 10u
#define GPIO_MODER(port) REGISTER(0x40020000u + (port) * 0x400u)
#define GPIO_OSPEEDR(port) REGISTER(0x40020008u + (port) * 0x400u)
#define GPIO_PUPDR(port) REGISTER(0x4002000Cu + (port) * 0x400u)

// USART1, section 31.8.
#define USART1_ISR REGISTER(0x4001101C)
#define USART1_TDR REGISTER(0x40011028)
#define USART1_CAN_SEND (1u << 7)

// Independent watchdog, section 29.4.
#define IWDG_KEY REGISTER(0x40003000)
#define IWDG_KEY_RELOAD 0xAAAAu

// FMC bank 1, section 13.5.
#define FMC_BCR1 REGISTER(0xA0000000)

// LTDC and its first layer, section 18.7.
#define LTDC_SSCR REGISTER(0x40016808)
#define LTDC_BPCR REGISTER(0x4001680C)
#define LTDC_AWCR REGISTER(0x40016810)
#define LTDC_TWCR REGISTER(0x40016814)
#define LTDC_GCR REGISTER(0x40016818)
#define LTDC_SRCR REGISTER(0x40016824)
#define LTDC_BCCR REGISTER(0x4001682C)
#define LTDC_L1CR REGISTER(0x40016884)
#define LTDC_L1WHPCR REGISTER(0x40016888)
#define LTDC_L1WVPCR REGISTER(0x4001688C)
#define LTDC_L1PFCR REGISTER(0x40016894)
#define LTDC_L1CACR REGISTER(0x40016898)
#define LTDC_L1DCCR REGISTER(0x4001689C)
#define LTDC_L1BFCR REGISTER(0x400168A0)
#define LTDC_L1CFBAR REGISTER(0x400168AC)
#define LTDC_L1CFBLR REGISTER(0x400168B0)
#define LTDC_L1CFBLNR REGISTER(0x400168B4)
#define LTDC_GCR_ENABLE 1u

#endif
