// Where nanoFramework.Graphics' bitmaps live: the linker script's graphics_ram.
#include <nanoCLR_Types.h>

#include "GraphicsMemoryHeap.h"

struct GraphicsMemory g_GraphicsMemory;

extern CLR_UINT32 GraphicsHeapBegin;
extern CLR_UINT32 GraphicsHeapEnd;

bool GraphicsMemory::GraphicsHeapLocation(CLR_UINT32 requested, CLR_UINT8*& begin, CLR_UINT8*& end) {
  (void)requested;
  begin = reinterpret_cast<CLR_UINT8*>(&GraphicsHeapBegin);
  end = reinterpret_cast<CLR_UINT8*>(&GraphicsHeapEnd);
  return true;
}
