// The least that the overlay's sources need of ChibiOS and nf-interpreter to be compiled without them: our own declarations of
// the names they use, for -fsyntax-only. Types are as wide as upstream's; values do not matter.
#ifndef DECLARATIONS_H
#define DECLARATIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TRUE 1
#define FALSE 0
#define ARRAYSIZE(a) (sizeof(a) / sizeof((a)[0]))
#define ARRAYSIZE_CONST_EXPR(a) (sizeof(a) / sizeof((a)[0]))

#ifdef __cplusplus
extern "C" {
#endif

// ChibiOS: ports, serial, I2C, SD, threads.
typedef int32_t msg_t;
typedef uint16_t i2caddr_t;
typedef struct Port Port;
extern Port* const GPIOB;
extern Port* const GPIOH;
extern Port* const GPIOI;
#define PAL_LINE(port, pad) ((uint32_t)(uintptr_t)(port) | (pad))
#define PAL_LOW 0u
#define PAL_MODE_ALTERNATE(n) (n)
#define PAL_MODE_OUTPUT_PUSHPULL 1u
#define PAL_STM32_OTYPE_OPENDRAIN 4u
#define PAL_STM32_OSPEED_HIGHEST 24u
#define LINE_LCD_DISP 1u
#define LINE_LCD_BL_CTRL 2u
#define LINE_BUTTON_USER 3u
#define LINE_SD_DETECT 4u
#define TIME_MS2I(n) ((uint32_t)(n) * 10u)
#define MSG_OK 0
void palSetLine(uint32_t line);
void palClearLine(uint32_t line);
void palToggleLine(uint32_t line);
uint32_t palReadLine(uint32_t line);
void palSetLineMode(uint32_t line, uint32_t mode);
void palSetPadMode(Port* port, uint32_t pad, uint32_t mode);
typedef struct SerialDriver { int unused; } SerialDriver;
extern SerialDriver SD1;
void sdStart(SerialDriver* port, const void* config);
size_t chnWriteTimeout(SerialDriver* port, const uint8_t* bytes, size_t count, uint32_t timeout);
typedef enum { I2C_UNINIT, I2C_STOP, I2C_READY } i2cstate_t;
typedef struct { uint32_t timingr, cr1, cr2; } I2CConfig;
typedef struct I2CDriver { i2cstate_t state; } I2CDriver;
extern I2CDriver I2CD3;
#define STM32_TIMINGR_PRESC(n) ((n) << 28)
#define STM32_TIMINGR_SCLDEL(n) ((n) << 20)
#define STM32_TIMINGR_SDADEL(n) ((n) << 16)
#define STM32_TIMINGR_SCLH(n) ((n) << 8)
#define STM32_TIMINGR_SCLL(n) ((n) << 0)
void i2cAcquireBus(I2CDriver* bus);
void i2cReleaseBus(I2CDriver* bus);
void i2cStart(I2CDriver* bus, const I2CConfig* config);
msg_t i2cMasterTransmitTimeout(I2CDriver* bus, i2caddr_t address, const uint8_t* to, size_t to_bytes, uint8_t* from,
                               size_t from_bytes, uint32_t timeout);
typedef struct { int unused; } thread_t;
typedef struct { thread_t* owner; } mutex_t;
typedef struct { int unused; } binary_semaphore_t;
#define MUTEX_DECL(name) mutex_t name
#define BSEMAPHORE_DECL(name, taken) binary_semaphore_t name
#define THD_WORKING_AREA(name, bytes) uint64_t name[((bytes) + 256) / 8]
#define THD_FUNCTION(name, argument) void name(void* argument)
#define NORMALPRIO 128
thread_t* chThdGetSelfX(void);
thread_t* chThdCreateStatic(void* area, size_t bytes, int priority, void (*function)(void*), void* argument);
void chMtxLock(mutex_t* mutex);
void chMtxUnlock(mutex_t* mutex);
void chBSemWait(binary_semaphore_t* semaphore);
msg_t chBSemWaitTimeout(binary_semaphore_t* semaphore, uint32_t timeout);
void chBSemSignal(binary_semaphore_t* semaphore);
struct SDCDriverVMT {
  size_t offset;
  bool (*read)(void* card, uint32_t sector, uint8_t* bytes, uint32_t count);
  bool (*write)(void* card, uint32_t sector, const uint8_t* bytes, uint32_t count);
};
typedef struct SDCDriver { const struct SDCDriverVMT* vmt; } SDCDriver;
extern SDCDriver SDCD1;
#define SD_CARD_DRIVER SDCD1
typedef enum { BLK_ACTIVE = 2, BLK_READY = 5 } blkstate_t;
blkstate_t blkGetDriverState(SDCDriver* card);
bool blkIsInserted(SDCDriver* card);
bool sdcConnect(SDCDriver* card);
bool sdcDisconnect(SDCDriver* card);

// FatFs R0.16, its names and numbers.
typedef enum {
  FR_OK, FR_DISK_ERR, FR_INT_ERR, FR_NOT_READY, FR_NO_FILE, FR_NO_PATH, FR_INVALID_NAME, FR_DENIED, FR_EXIST, FR_INVALID_OBJECT,
  FR_WRITE_PROTECTED, FR_INVALID_DRIVE, FR_NOT_ENABLED, FR_NO_FILESYSTEM
} FRESULT;
typedef unsigned int UINT;
typedef uint32_t FSIZE_t;
typedef struct { int file; FSIZE_t position; } FIL;
typedef struct { int folder, next; } DIR;
typedef struct { FSIZE_t fsize; uint8_t fattrib; char fname[256]; } FILINFO;
#define FA_READ 0x01
#define FA_WRITE 0x02
#define FA_OPEN_EXISTING 0x00
#define FA_OPEN_ALWAYS 0x10
#define AM_HID 0x02
#define AM_SYS 0x04
#define AM_DIR 0x10
#define f_tell(file) ((file)->position)
FSIZE_t f_size(FIL* file);
FRESULT f_open(FIL* file, const char* path, uint8_t mode);
FRESULT f_close(FIL* file);
FRESULT f_read(FIL* file, void* bytes, UINT count, UINT* read);
FRESULT f_write(FIL* file, const void* bytes, UINT count, UINT* written);
FRESULT f_lseek(FIL* file, FSIZE_t position);
FRESULT f_truncate(FIL* file);
FRESULT f_opendir(DIR* folder, const char* path);
FRESULT f_readdir(DIR* folder, FILINFO* entry);
FRESULT f_closedir(DIR* folder);
FRESULT f_stat(const char* path, FILINFO* entry);
FRESULT f_unlink(const char* path);
void halInit(void);
void crcStart(const void* config);
typedef enum { osPriorityNormal, osPriorityHigh } osPriority;
typedef struct { void (*thread)(void const*); osPriority priority; uint32_t stack; const char* name; } osThreadDef_t;
#define osThreadDef(thread, priority, stack, name) const osThreadDef_t os_thread_def_##thread = {thread, priority, stack, name}
#define osThread(name) &os_thread_def_##name
void* osThreadCreate(const osThreadDef_t* thread, void* argument);
void osKernelInitialize(void);
void osKernelStart(void);
void osDelay(uint32_t milliseconds);
void SCB_EnableICache(void);
void SCB_EnableDCache(void);
void SCB_CleanInvalidateDCache(void);
typedef struct { uint32_t sdcr, sdtr, sdcmr, sdrtr; } SDRAMConfig;
typedef struct SDRAMDriver { int unused; } SDRAMDriver;
extern SDRAMDriver SDRAMD;
void fsmcSdramInit(void);
void fsmcSdramStart(SDRAMDriver* sdram, const SDRAMConfig* config);

// nf-interpreter: start-up, flash, files.
#define HAL_NF_USE_STM32_CRC TRUE
#define SERIAL_DRIVER SD1
extern uint32_t __nanoConfig_end__;
void InitBootClipboard(void);
void Watchdog_Init(void);
void Watchdog_Reset(void);
void Target_ExternalMemoryInit(void);
void ReceiverThread(void const* argument);
void CLRStartupThread(void const* argument);
void SdCardWorkingThread(void const* argument);
bool IsToRemainInBooter(void);
bool CheckValidCLRImage(uint32_t address);
void LaunchCLR(uint32_t address);
void ReportSuccessfullNanoBooter(void);
void BlockStorageList_Initialize(void);
void BlockStorage_AddDevices();
void ConfigurationManager_Initialize(void);
uint32_t GenericPort_Write(int port, const char* data, size_t size);
typedef struct { uint16_t MaxContextSwitches; bool WaitForDebugger, EnterDebuggerLoopAfterExit; } CLR_SETTINGS;
typedef struct { unsigned int Enable; } HAL_DRIVER_CONFIG_HEADER;
typedef struct { unsigned int Base, Size; } HAL_SYSTEM_MEMORY_CONFIG;
typedef struct {
  HAL_DRIVER_CONFIG_HEADER Header;
  int DebuggerPort, DebugTextPort;
  unsigned int USART_DefaultBaudRate;
  int stdio;
  HAL_SYSTEM_MEMORY_CONFIG RAM1, FLASH1;
} HAL_SYSTEM_CONFIG;
typedef struct { int unused; } HAL_TARGET_CONFIGURATION;
#define RAM1_MEMORY_StartAddress 0u
#define RAM1_MEMORY_Size 0u
#define FLASH1_MEMORY_StartAddress 0u
#define FLASH1_MEMORY_Size 0u
#define TargetCapabilities_JtagUpdate 1u
#define GET_TARGET_CAPABILITIES(capability) uint32_t GetTargetCapabilities(void) { return capability; }
#define TARGET_HAS_PROPRIETARY_BOOTER(has) bool TargetHasProprietaryBooter(void) { return has; }
#define BlockRange_BLOCKTYPE_BOOTSTRAP 1u
#define BlockRange_BLOCKTYPE_CODE 2u
#define BlockRange_BLOCKTYPE_CONFIG 3u
#define BlockRange_BLOCKTYPE_DEPLOYMENT 4u
#define MediaAttribute_SupportsXIP 1u
typedef struct { unsigned int RangeType, StartBlock, EndBlock; } BlockRange;
typedef struct {
  int Attributes;
  unsigned int Start, NumBlocks, BytesPerBlock, NumBlockRanges;
  const BlockRange* BlockRanges;
} BlockRegionInfo;
typedef struct { int Attribute; unsigned int BytesPerSector, NumRegions; BlockRegionInfo* Regions; } DeviceBlockInfo;
typedef struct { unsigned int Pin; bool ActiveState; } GPIO_FLAG;
typedef struct { GPIO_FLAG WriteProtectionPin; DeviceBlockInfo* BlockDeviceInformation; } BLOCK_CONFIG;
typedef struct {
  uint8_t ChipSelect, ReadOnly;
  uint32_t WaitStates, ReleaseCounts, BitWidth, BaseAddress, SizeInBytes;
  uint8_t XREADYEnable, ByteSignalsForRead, ExternalBufferEnable;
} CPU_MEMORY_CONFIG;
typedef struct {
  BLOCK_CONFIG BlockConfig;
  CPU_MEMORY_CONFIG Memory;
  uint32_t ChipProtection, ManufacturerCode, DeviceCode;
} MEMORY_MAPPED_NOR_BLOCK_CONFIG;
typedef struct { int unused; } BlockStorageDevice;
typedef struct { int unused; } IBlockStorageDevice;
void BlockStorageList_AddDevice(BlockStorageDevice* device, IBlockStorageDevice* interface_, void* config, bool init);

#ifdef __cplusplus
}

typedef uint8_t CLR_UINT8;
typedef int16_t CLR_INT16;
typedef uint16_t CLR_UINT16;
typedef int32_t CLR_INT32;
typedef uint32_t CLR_UINT32;

struct FILESYSTEM_DRIVER_INTERFACE { int unused; };
struct STREAM_DRIVER_INTERFACE { int unused; };
struct FILESYSTEM_INTERFACES { FILESYSTEM_DRIVER_INTERFACE* fsDriver; STREAM_DRIVER_INTERFACE* streamDriver; };
extern const size_t g_InstalledFSCount;
void FS_AddVolumes();
void FS_MountRemovableVolumes();

#define I2C_CONFIG_PINS(number, clock_port, data_port, clock, data, function) \
  void ConfigPins_I2C##number() { palSetPadMode(clock_port, clock, function); palSetPadMode(data_port, data, function); }

struct DisplayInterfaceConfig { int unused; };
struct DisplayInterface {
  void Initialize(DisplayInterfaceConfig& config);
  void GetTransferBuffer(CLR_UINT8*& buffer, CLR_UINT32& bytes);
  void ClearFrameBuffer();
  void WriteToFrameBuffer(CLR_UINT8 command, CLR_UINT8 data[], CLR_UINT32 bytes, CLR_UINT32 offset = 0);
  void DisplayBacklight(bool on);
  void SendCommand(CLR_UINT8 count, ...);
};
enum DisplayOrientation : CLR_INT16 { DisplayOrientation_Portrait, DisplayOrientation_Landscape = 2 };
enum PowerSaveState : CLR_UINT8 { NORMAL, SLEEP };
struct DisplayAttributes {
  CLR_UINT8* TransferBuffer;
  CLR_UINT32 TransferBufferSize;
  PowerSaveState PowerSave;
  DisplayOrientation Orientation;
  CLR_INT16 Height, Width, BitsPerPixel, LongerSide, ShorterSide;
};
struct DisplayDriver {
  DisplayAttributes Attributes;
  void SetupDisplayAttributes();
  bool Initialize();
  bool Uninitialize();
  void Clear();
  void DisplayBrightness(CLR_INT16 brightness);
  void BitBlt(int srcX, int srcY, int width, int height, int stride, int screenX, int screenY, CLR_UINT32 data[]);
  void PowerSave(PowerSaveState state);
  void SetDefaultOrientation();
  bool ChangeOrientation(DisplayOrientation orientation);
  CLR_UINT32 PixelsPerWord();
  CLR_UINT32 WidthInWords();
  CLR_UINT32 SizeInWords();
  CLR_UINT32 SizeInBytes();
};
typedef int HRESULT;
#define S_OK 0
#define CLR_E_FAIL ((HRESULT)0x80001234)
#define CLR_E_INVALID_PARAMETER ((HRESULT)0x80001235)
#define CLR_E_OUT_OF_MEMORY ((HRESULT)0x80001236)
#define FAILED(result) ((result) < 0)
struct PAL_GFX_Bitmap { int width, height; CLR_UINT32* data; };
struct CLR_RT_HeapBlock {};
struct CLR_RT_Memory { static void* Allocate(size_t bytes, CLR_UINT32 flags = 0); static void Release(void* memory); };
struct CLR_GFX_BitmapDescription {
  static const int c_NativeBpp = 0;
  int m_width, m_height;
  bool BitmapDescription_Initialize(int width, int height, int bitsPerPixel);
  int GetWidthInWords() const;
  int GetTotalSize() const;
};
struct CLR_GFX_Bitmap {
  PAL_GFX_Bitmap m_palBitmap;
  static HRESULT CreateInstance(CLR_RT_HeapBlock& ref, const CLR_GFX_BitmapDescription& bm);
  static HRESULT CreateInstanceJpeg(CLR_RT_HeapBlock& ref, const CLR_UINT8* data, const CLR_UINT32 size);
  static HRESULT GetInstanceFromManagedCSharpReference(const CLR_RT_HeapBlock& ref, CLR_GFX_Bitmap*& bitmap);
};
struct GraphicsMemory { bool GraphicsHeapLocation(CLR_UINT32 requested, CLR_UINT8*& begin, CLR_UINT8*& end); };
struct TouchInterface {
  bool Initialize();
  CLR_UINT8* Write_Read(CLR_UINT8* values, CLR_UINT16 count, CLR_UINT16 answer_count);
};
struct TouchPointDevice { int x, y; };
typedef void (*GPIO_INTERRUPT_SERVICE_ROUTINE)(uint32_t pin, bool state, void* argument);
struct TouchDevice {
  bool Initialize();
  TouchPointDevice GetPoint();
  bool Enable(GPIO_INTERRUPT_SERVICE_ROUTINE service);
  bool Disable();
};
#endif

#endif
