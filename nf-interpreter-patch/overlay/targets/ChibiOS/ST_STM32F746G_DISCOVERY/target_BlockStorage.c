#include <nanoPAL_BlockStorage.h>

extern BlockStorageDevice Device_BlockStorage;
extern MEMORY_MAPPED_NOR_BLOCK_CONFIG Device_BlockStorageConfig;
extern IBlockStorageDevice STM32Flash_BlockStorageInterface;

void BlockStorage_AddDevices() {
  BlockStorageList_AddDevice(&Device_BlockStorage, &STM32Flash_BlockStorageInterface, &Device_BlockStorageConfig, false);
}
