#include <nanoHAL_v2.h>
#include <platform_target_capabilities.h>
#include <target_board.h>
#include <target_common.h>

// Debugger and text share one port, USART1. Both handles must name it: with the text port at 0 upstream drops every line.
// The value is that of ConvertCOM_DebugHandle(0), which only C++ sources can see: transport 4, port 1.
#define VIRTUAL_COM_PORT (4 << 8 | 1)

HAL_SYSTEM_CONFIG HalSystemConfig = {
    {true},
    VIRTUAL_COM_PORT,  // debugger
    VIRTUAL_COM_PORT,  // text
    921600,
    VIRTUAL_COM_PORT,  // trace
    {RAM1_MEMORY_StartAddress, RAM1_MEMORY_Size},
    {FLASH1_MEMORY_StartAddress, FLASH1_MEMORY_Size},
};

HAL_TARGET_CONFIGURATION g_TargetConfiguration;

// The ST-LINK on the board writes the flash; there is no second bootloader.
inline GET_TARGET_CAPABILITIES(TargetCapabilities_JtagUpdate);
inline TARGET_HAS_PROPRIETARY_BOOTER(false);
