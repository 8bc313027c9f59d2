// A fault on the display: the last picture stays above, the report stands in the lower half.
#include <stddef.h>
#include <string.h>

#include "fault_report.h"
#include "stm32f746_registers.h"
#include "tc_draw.h"

extern uint32_t GraphicsVideoFrameBufferBegin;

enum { kWidth = 480, kHeight = 272, kTop = 128, kLineHeight = 22, kLeft = 16 };

static void DrawLine(const tcd_frame* frame, int32_t font, const char* line, int32_t baseline) {
  const tcd_text text = {(const uint8_t*)line, (uint32_t)strlen(line), font, kWidth - 2 * kLeft};
  (void)tcd_draw_text(frame, &text, kLeft, baseline, 0xFFFFu);  // nothing can be done about a failure here
}

void FaultReport_Show(char lines[kFaultLineCount][kFaultLineBytes]) {
  // Before the display is on there is no SDRAM to draw into.
  if (!(RCC_APB2ENR_REGISTER & RCC_APB2_LTDC) || !(LTDC_GCR & LTDC_GCR_ENABLE)) return;
  const tcd_frame frame = {(uint16_t*)&GraphicsVideoFrameBufferBegin, kWidth, kHeight};
  const tcd_rectangle half = {0, kTop, kWidth, kHeight - kTop};
  (void)tcd_fill(&frame, &half, 0x9000u);
  DrawLine(&frame, TCD_FONT_BODY, "The board stopped and will restart.", kTop + 24);
  for (int i = 0; i < kFaultLineCount; ++i) DrawLine(&frame, TCD_FONT_SMALL, lines[i], kTop + 48 + i * kLineHeight);
}
