// The display driver above the LTDC: 480 x 272, RGB565, landscape.
#include "Display.h"
#include "DisplayInterface.h"
#include "Graphics.h"
#include "panel_rk043fn48h.h"

struct DisplayDriver g_DisplayDriver;
extern DisplayInterface g_DisplayInterface;

bool DisplayDriver::Initialize() {
  SetupDisplayAttributes();
  SetDefaultOrientation();
  return true;
}

bool DisplayDriver::Uninitialize() {
  Clear();
  return true;
}

void DisplayDriver::SetupDisplayAttributes() {
  Attributes.LongerSide = panel::kWidth;
  Attributes.ShorterSide = panel::kHeight;
  Attributes.PowerSave = PowerSaveState::NORMAL;
  Attributes.BitsPerPixel = 16;
  g_DisplayInterface.GetTransferBuffer(Attributes.TransferBuffer, Attributes.TransferBufferSize);
}

// The LTDC cannot turn its picture.
bool DisplayDriver::ChangeOrientation(DisplayOrientation orientation) {
  if (orientation != DisplayOrientation::DisplayOrientation_Landscape) return false;
  Attributes.Orientation = orientation;
  Attributes.Width = panel::kWidth;
  Attributes.Height = panel::kHeight;
  return true;
}

void DisplayDriver::SetDefaultOrientation() { ChangeOrientation(DisplayOrientation::DisplayOrientation_Landscape); }

void DisplayDriver::PowerSave(PowerSaveState state) {
  Attributes.PowerSave = state;
  g_DisplayInterface.DisplayBacklight(state == PowerSaveState::NORMAL);
}

void DisplayDriver::Clear() { g_DisplayInterface.ClearFrameBuffer(); }

// The backlight's driver is wired to a pin without a timer: on or off.
void DisplayDriver::DisplayBrightness(CLR_INT16 brightness) { g_DisplayInterface.DisplayBacklight(brightness > 0); }

// `stride` and all coordinates are in pixels; `data` is RGB565 in rows of `stride`. What lies outside the screen is cut.
void DisplayDriver::BitBlt(int srcX, int srcY, int width, int height, int stride, int screenX, int screenY,
                           CLR_UINT32 data[]) {
  if (screenX < 0) {
    srcX -= screenX;
    width += screenX;
    screenX = 0;
  }
  if (screenY < 0) {
    srcY -= screenY;
    height += screenY;
    screenY = 0;
  }
  if (screenX + width > Attributes.Width) width = Attributes.Width - screenX;
  if (screenY + height > Attributes.Height) height = Attributes.Height - screenY;
  if (width <= 0 || height <= 0) return;

  CLR_UINT16* row = reinterpret_cast<CLR_UINT16*>(data) + srcY * stride + srcX;
  CLR_UINT32 offset = static_cast<CLR_UINT32>(screenY * Attributes.Width + screenX);
  if (width == Attributes.Width && stride == width) {  // one run
    g_DisplayInterface.WriteToFrameBuffer(0, reinterpret_cast<CLR_UINT8*>(row), width * height * 2, offset);
    return;
  }
  for (; height > 0; --height) {
    g_DisplayInterface.WriteToFrameBuffer(0, reinterpret_cast<CLR_UINT8*>(row), width * 2, offset);
    row += stride;
    offset += Attributes.Width;
  }
}

CLR_UINT32 DisplayDriver::PixelsPerWord() { return 32 / Attributes.BitsPerPixel; }

CLR_UINT32 DisplayDriver::WidthInWords() { return (Attributes.Width + PixelsPerWord() - 1) / PixelsPerWord(); }

CLR_UINT32 DisplayDriver::SizeInWords() { return WidthInWords() * Attributes.Height; }

CLR_UINT32 DisplayDriver::SizeInBytes() { return SizeInWords() * sizeof(CLR_UINT32); }
