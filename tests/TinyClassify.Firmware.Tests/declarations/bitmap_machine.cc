// nanoFramework.Graphics as Bitmap_Jpeg.cpp sees it: bitmaps of 16 bits a pixel whose rows begin at words, and two heaps that
// count what is taken of them and may be small. The tests reach in through the functions at the end.
#include <cstdlib>
#include <cstring>

#include "image/image.h"

namespace {

size_t g_heap_room, g_graphics_room;
int g_blocks, g_bitmaps;
CLR_GFX_BitmapDescription g_description;
CLR_GFX_Bitmap g_bitmap;

uint32_t StrideOf(int width) { return static_cast<uint32_t>(width + 1) / 2 * 2; }

}  // namespace

bool CLR_GFX_BitmapDescription::BitmapDescription_Initialize(int width, int height, int) {
  m_width = width;
  m_height = height;
  return width <= 524287 && height <= 65535;
}
int CLR_GFX_BitmapDescription::GetWidthInWords() const { return static_cast<int>(StrideOf(m_width) / 2); }
int CLR_GFX_BitmapDescription::GetTotalSize() const {
  const int bytes = static_cast<int>(StrideOf(m_width)) * 2 * m_height;
  return bytes > 2097152 ? -1 : bytes;
}

// Blocks of the managed heap lie at multiples of 4 bytes, not of 16.
void* CLR_RT_Memory::Allocate(size_t bytes, CLR_UINT32) {
  if (bytes > g_heap_room) return nullptr;
  ++g_blocks;
  return static_cast<char*>(std::malloc(bytes + 4)) + 4;
}
void CLR_RT_Memory::Release(void* memory) {
  --g_blocks;
  std::free(static_cast<char*>(memory) - 4);
}

HRESULT CLR_GFX_Bitmap::CreateInstance(CLR_RT_HeapBlock&, const CLR_GFX_BitmapDescription& description) {
  const auto bytes = static_cast<size_t>(description.GetTotalSize());
  if (bytes > g_graphics_room) return CLR_E_OUT_OF_MEMORY;
  ++g_bitmaps;
  g_description = description;
  g_bitmap.m_palBitmap.data = static_cast<CLR_UINT32*>(std::malloc(bytes));
  return S_OK;
}
HRESULT CLR_GFX_Bitmap::GetInstanceFromManagedCSharpReference(const CLR_RT_HeapBlock&, CLR_GFX_Bitmap*& bitmap) {
  bitmap = &g_bitmap;
  return S_OK;
}

#define MACHINE extern "C" __attribute__((visibility("default")))

/// @param pixels  receives uint16 [height, width], RGB565, as Bitmap.GetPixel would read them
MACHINE int Machine_Make(const uint8_t* file, uint32_t bytes, uint32_t heap, uint32_t graphics, uint16_t* pixels, int* width,
                         int* height) {
  g_heap_room = heap;
  g_graphics_room = graphics;
  g_blocks = g_bitmaps = 0;
  CLR_RT_HeapBlock reference;
  const HRESULT result = CLR_GFX_Bitmap::CreateInstanceJpeg(reference, file, bytes);
  if (result == S_OK) {
    *width = g_description.m_width;
    *height = g_description.m_height;
    for (int y = 0; y < *height; ++y) {
      const auto* rows = reinterpret_cast<const uint16_t*>(g_bitmap.m_palBitmap.data);
      std::memcpy(pixels + y * *width, rows + static_cast<uint32_t>(y) * StrideOf(*width), sizeof(uint16_t) * *width);
    }
  }
  if (g_bitmaps > 0) std::free(g_bitmap.m_palBitmap.data);
  return result;
}
MACHINE int Machine_Blocks() { return g_blocks; }
MACHINE int Machine_Bitmaps() { return g_bitmaps; }

/// The same picture by the way that classifies it: uint8 [height, width, 3].
MACHINE int Machine_Decode(const uint8_t* bytes, uint32_t size, uint32_t width, uint32_t height, uint8_t* rgb) {
  static uint64_t workspace[TC_PICTURE_WORKSPACE_BYTES / 8 + 2];
  const uintptr_t start = (reinterpret_cast<uintptr_t>(workspace) + TC_ALIGNMENT - 1) / TC_ALIGNMENT * TC_ALIGNMENT;
  tc_memory_file file{bytes, size, 0};
  tc_picture picture{{}, nullptr, nullptr, reinterpret_cast<void*>(start), TC_PICTURE_WORKSPACE_BYTES};
  tc_memory_reader(&file, &picture.file);
  const tc_image_target target{rgb, width, height, TC_PIXELS_RGB888};
  return tc_image_render(&picture, &target, 1, nullptr);
}
