// The LTDC: a panel without a controller of its own, refreshed from a framebuffer in SDRAM 59 times a second.
#include <hal.h>

#include <cstring>

#include "DisplayInterface.h"
#include "panel_rk043fn48h.h"
#include "../../common/stm32f746_registers.h"

struct DisplayInterface g_DisplayInterface;

extern CLR_UINT32 GraphicsVideoFrameBufferBegin;

namespace {

CLR_UINT16* Framebuffer() { return reinterpret_cast<CLR_UINT16*>(&GraphicsVideoFrameBufferBegin); }

bool IsRunning() { return (RCC_APB2ENR_REGISTER & RCC_APB2_LTDC) != 0 && (LTDC_GCR & LTDC_GCR_ENABLE) != 0; }

void StartController() {
  RCC_APB2ENR_REGISTER |= RCC_APB2_LTDC;
  RCC_APB2RSTR_REGISTER |= RCC_APB2_LTDC;
  RCC_APB2RSTR_REGISTER &= ~RCC_APB2_LTDC;

  LTDC_SSCR = panel::kSync;
  LTDC_BPCR = panel::kBackPorch;
  LTDC_AWCR = panel::kActive;
  LTDC_TWCR = panel::kTotal;
  LTDC_BCCR = 0;  // black around and under the layer

  LTDC_L1WHPCR = panel::kWindowColumns;
  LTDC_L1WVPCR = panel::kWindowRows;
  LTDC_L1PFCR = 2;  // RGB565
  LTDC_L1CACR = 255;
  LTDC_L1DCCR = 0;
  LTDC_L1BFCR = 4u << 8 | 5u;  // by constant alpha alone
  LTDC_L1CFBAR = reinterpret_cast<uintptr_t>(&GraphicsVideoFrameBufferBegin);
  LTDC_L1CFBLR = panel::kRowBytes;
  LTDC_L1CFBLNR = panel::kHeight;
  LTDC_L1CR = 1;
  LTDC_SRCR = 1;  // take the layer's registers at once

  // All polarities are low, which is the reset state.
  LTDC_GCR |= LTDC_GCR_ENABLE;
}

}  // namespace

// Runs at boot and once more when the application calls DisplayControl.Initialize: the second time everything stands.
void DisplayInterface::Initialize(DisplayInterfaceConfig& config) {
  (void)config;
  if (IsRunning()) return;
  ClearFrameBuffer();
  StartController();
  palSetLine(LINE_LCD_DISP);
  DisplayBacklight(true);
}

void DisplayInterface::GetTransferBuffer(CLR_UINT8*& buffer, CLR_UINT32& bytes) {
  buffer = reinterpret_cast<CLR_UINT8*>(Framebuffer());
  bytes = panel::kFrameBytes;
}

void DisplayInterface::ClearFrameBuffer() { memset(Framebuffer(), 0, panel::kFrameBytes); }

// frameOffset is in pixels, as in upstream's video mode driver. What would leave the frame is cut.
void DisplayInterface::WriteToFrameBuffer(CLR_UINT8 command, CLR_UINT8 data[], CLR_UINT32 dataCount, CLR_UINT32 frameOffset) {
  (void)command;
  const CLR_UINT32 pixels = panel::kWidth * panel::kHeight;
  if (frameOffset >= pixels) return;
  const CLR_UINT32 room = (pixels - frameOffset) * 2;
  // The framebuffer is not cached: the panel shows it from the next refresh on.
  memcpy(Framebuffer() + frameOffset, data, dataCount < room ? dataCount : room);
}

void DisplayInterface::DisplayBacklight(bool on) {
  if (on) palSetLine(LINE_LCD_BL_CTRL);
  else palClearLine(LINE_LCD_BL_CTRL);
}

// The panel takes no commands.
void DisplayInterface::SendCommand(CLR_UINT8 count, ...) { (void)count; }
