// Console.WriteLine, the CLR's own messages and debug_printf, on the wire protocol's port. Strong over upstream's stub, which
// drops every line. While a debugger is attached the CLR sends text inside wire protocol packets and does not come here.
#include <ch.h>
#include <hal.h>

#include <serialcfg.h>

uint32_t GenericPort_Write(int port, const char* data, size_t size) {
  (void)port;
  // 128 bytes take 1.4 ms at 921,600 baud; the timeout only ends a wait for a port that is off.
  return (uint32_t)chnWriteTimeout(&SERIAL_DRIVER, (const uint8_t*)data, size, TIME_MS2I(100));
}
