// The flash as upstream sees it: sectors by size, and what each is for. RM0385 table 3; the same places as memory_map.ld.
#include <nanoHAL_Types.h>
#include <nanoPAL_BlockStorage.h>

static const BlockRange kSmallSectors[] = {
    {BlockRange_BLOCKTYPE_BOOTSTRAP, 0, 0},  // S0 nanoBooter
    {BlockRange_BLOCKTYPE_CONFIG, 1, 1},     // S1 configuration
    {BlockRange_BLOCKTYPE_CODE, 2, 3},       // S2, S3 nanoCLR
};
static const BlockRange kMiddleSector[] = {
    {BlockRange_BLOCKTYPE_CODE, 0, 0},  // S4 nanoCLR
};
static const BlockRange kLargeSectors[] = {
    {BlockRange_BLOCKTYPE_CODE, 0, 1},        // S5, S6 nanoCLR
    {BlockRange_BLOCKTYPE_DEPLOYMENT, 2, 2},  // S7 the C# application
};

static const BlockRegionInfo kRegions[] = {
    {(0), 0x08000000, 4, 32 * 1024, ARRAYSIZE_CONST_EXPR(kSmallSectors), kSmallSectors},
    {(0), 0x08020000, 1, 128 * 1024, ARRAYSIZE_CONST_EXPR(kMiddleSector), kMiddleSector},
    {(0), 0x08040000, 3, 256 * 1024, ARRAYSIZE_CONST_EXPR(kLargeSectors), kLargeSectors},
};

static const DeviceBlockInfo kFlash = {
    (MediaAttribute_SupportsXIP),
    2,  // bytes a sector, in upstream's sense: the smallest write
    ARRAYSIZE_CONST_EXPR(kRegions),
    (BlockRegionInfo*)kRegions,
};

MEMORY_MAPPED_NOR_BLOCK_CONFIG Device_BlockStorageConfig = {
    {{0, false}, (DeviceBlockInfo*)&kFlash},
    // chip select, read only, wait states, release counts, bit width, base, size, three that internal flash has no use for
    {0, true, 0, 0, 16, 0x08000000, 0x00100000, 0, 0, 0},
    0,  // protection, manufacturer, device
    0,
    0,
};

BlockStorageDevice Device_BlockStorage;
