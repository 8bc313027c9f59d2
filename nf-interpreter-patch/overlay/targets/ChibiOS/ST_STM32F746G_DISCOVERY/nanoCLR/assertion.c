// A failed assertion of the C library is a fault like any other: common/fault_entry.S reports it, with LR in the function that
// asserted. newlib's own prints to stderr, which goes nowhere here, and brings 5 KB of stdio for it.
// The linker puts it in the place of __assert_func (--wrap): newlib is linked whole, so that a second one would clash.
void __wrap___assert_func(const char* file, int line, const char* function, const char* expression);

__attribute__((used)) void __wrap___assert_func(const char* file, int line, const char* function, const char* expression) {
  (void)file;
  (void)line;
  (void)function;
  (void)expression;
  __builtin_trap();
}
