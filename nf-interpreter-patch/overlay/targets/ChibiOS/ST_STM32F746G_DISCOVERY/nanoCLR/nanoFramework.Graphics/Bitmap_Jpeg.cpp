// Bitmaps of nanoFramework.Graphics that are made of a JPEG, by the classifier's decoder: the image has it anyway, and upstream's
// libjpeg, in whose place this stands, takes another 25 KB of flash.
#include <nanoCLR_Types.h>
#include <nanoCLR_Runtime.h>

#include "Graphics.h"
#include "image/image.h"

// The managed heap gives no larger piece (65,535 blocks of 12 bytes). Baseline JPEGs of 480 x 272 pixels take 70 KB; progressive
// ones are kept until their last scan: 460 KB where colours are halved (4:2:0).
static const uint32_t c_LargestWorkspace = 760 * 1024;

HRESULT CLR_GFX_Bitmap::CreateInstanceJpeg(CLR_RT_HeapBlock& ref, const CLR_UINT8* data, const CLR_UINT32 size) {
  tc_memory_file file = {data, size, 0};
  tc_picture picture = {};
  tc_memory_reader(&file, &picture.file);
  tc_picture_info info;
  if (tc_probe_picture(&picture.file, &info, NULL) != TC_OK) return CLR_E_FAIL;

  CLR_GFX_BitmapDescription description;
  if (!description.BitmapDescription_Initialize(static_cast<int>(info.width), static_cast<int>(info.height),
                                                CLR_GFX_BitmapDescription::c_NativeBpp)) {
    return CLR_E_INVALID_PARAMETER;
  }
  // Beyond 2 MB it tells -1, and CreateInstance would take room for the head alone.
  if (description.GetTotalSize() <= 0) return CLR_E_INVALID_PARAMETER;
  // Memory first: nanoCLR calls again where that is out, and a bitmap made before would be forgotten.
  picture.workspace_bytes = info.workspace_bytes;
  if (picture.workspace_bytes > c_LargestWorkspace) return CLR_E_OUT_OF_MEMORY;
  void* memory = CLR_RT_Memory::Allocate(picture.workspace_bytes + TC_ALIGNMENT);
  if (memory == NULL) return CLR_E_OUT_OF_MEMORY;
  uintptr_t aligned = (reinterpret_cast<uintptr_t>(memory) + TC_ALIGNMENT - 1) / TC_ALIGNMENT * TC_ALIGNMENT;
  picture.workspace = reinterpret_cast<void*>(aligned);

  CLR_GFX_Bitmap* bitmap = NULL;
  HRESULT result = CreateInstance(ref, description);
  if (!FAILED(result)) result = GetInstanceFromManagedCSharpReference(ref, bitmap);
  if (!FAILED(result)) {
    const uint32_t stride = static_cast<uint32_t>(description.GetWidthInWords()) * 2;
    uint16_t* pixels = reinterpret_cast<uint16_t*>(bitmap->m_palBitmap.data);
    if (tc_image_draw_whole(&picture, &info, stride, pixels, NULL) != TC_OK) result = CLR_E_FAIL;
  }
  CLR_RT_Memory::Release(memory);
  return result;
}
