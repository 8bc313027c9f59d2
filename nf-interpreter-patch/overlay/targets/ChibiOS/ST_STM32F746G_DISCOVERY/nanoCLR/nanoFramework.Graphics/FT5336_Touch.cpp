// FocalTech FT5336, polled. Its interrupt line PI13 shares EXTI line 13 with the card detect PC13, which needs it more.
#include "TouchDevice.h"
#include "TouchInterface.h"
#include "panel_rk043fn48h.h"

struct TouchDevice g_TouchDevice;
extern TouchInterface g_TouchInterface;

namespace {

// FT5x06 registers.
CLR_UINT8 kTouchPoints = 0x02;  // followed by X high, X low, Y high, Y low of the first point
CLR_UINT8 kChipId = 0xA8;
constexpr CLR_UINT8 kFt5336Id = 0x51;

}  // namespace

bool TouchDevice::Initialize() {
  const CLR_UINT8* id = g_TouchInterface.Write_Read(&kChipId, 1, 1);
  return id != NULL && *id == kFt5336Id;
}

// There is no interrupt to enable: who wants points asks for them.
bool TouchDevice::Enable(GPIO_INTERRUPT_SERVICE_ROUTINE service) {
  (void)service;
  return Initialize();
}

bool TouchDevice::Disable() { return true; }

/// @return the first point in pixels of the panel, or {-1, -1} where nothing touches it
TouchPointDevice TouchDevice::GetPoint() {
  TouchPointDevice point = {-1, -1};
  const CLR_UINT8* answer = g_TouchInterface.Write_Read(&kTouchPoints, 1, 5);
  if (answer == NULL || (answer[0] & 0x0F) == 0) return point;
  // The controller's axes are swapped against the panel's.
  point.y = (answer[1] & 0x0F) << 8 | answer[2];
  point.x = (answer[3] & 0x0F) << 8 | answer[4];
  return point;
}
