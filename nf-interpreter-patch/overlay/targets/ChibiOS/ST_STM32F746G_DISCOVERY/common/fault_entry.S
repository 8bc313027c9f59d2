// Every fault of the core, and every interrupt without a handler, comes here: strong symbols over ChibiOS' weak endless loops.
  .syntax unified
  .thumb
  .text

  .global NMI_Handler
  .global HardFault_Handler
  .global MemManage_Handler
  .global BusFault_Handler
  .global UsageFault_Handler
  .global _unhandled_exception
  .thumb_func
NMI_Handler:
  .thumb_func
HardFault_Handler:
  .thumb_func
MemManage_Handler:
  .thumb_func
BusFault_Handler:
  .thumb_func
UsageFault_Handler:
  cpsid i
  tst   lr, #4             // EXC_RETURN bit 2: which stack holds the frame
  ite   eq
  mrseq r0, msp
  mrsne r0, psp
report:
  mrs   r1, ipsr
  ldr   r2, =fault_stack_end
  mov   sp, r2             // the stack in use may be what broke
  b     FaultReport_Core

// ChibiOS comes here by a call, so lr is no EXC_RETURN any more. ICSR.RETTOBASE tells the same: 1 where a thread was interrupted,
// and threads run on the process stack.
  .thumb_func
_unhandled_exception:
  cpsid i
  ldr   r1, =0xE000ED04
  ldr   r1, [r1]
  tst   r1, #(1 << 11)
  ite   eq
  mrseq r0, msp
  mrsne r0, psp
  b     report

// ITCM RAM: nothing else uses it, so nothing else can have spoiled it.
  .section .ram4.fault_stack, "aw", %nobits
  .balign 8
  .space 4096
fault_stack_end:
