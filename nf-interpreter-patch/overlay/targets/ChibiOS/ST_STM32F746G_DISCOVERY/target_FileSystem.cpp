// Which file systems there are. The tables are constants, because upstream reads them (FS_Initialize) before it calls
// FS_AddVolumes.
#include <nanoHAL_v2.h>
#include <nanoHAL_Types.h>
#include <nanoPAL_FileSystem.h>
#include <fatfs_FS_Driver.h>
#include <Target_System_IO_FileSystem.h>
#include <target_storage_config.h>

extern FILESYSTEM_DRIVER_INTERFACE g_FATFS_FILE_SYSTEM_DriverInterface;
extern STREAM_DRIVER_INTERFACE g_FATFS_STREAM_DriverInterface;
extern "C" void SdCardDetectCallback(void* argument);

FILESYSTEM_INTERFACES g_AvailableFSInterfaces[] = {
    {&g_FATFS_FILE_SYSTEM_DriverInterface, &g_FATFS_STREAM_DriverInterface},
};
const size_t g_InstalledFSCount = ARRAYSIZE(g_AvailableFSInterfaces);

// No fixed volumes: the card is mounted as D: by upstream's card thread when it is put in.
void FS_AddVolumes() {}

void FS_MountRemovableVolumes() { SdCardDetectCallback(&SD_CARD_DRIVER); }
