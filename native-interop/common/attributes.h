#ifndef TINYCLASSIFY_COMMON_ATTRIBUTES_H
#define TINYCLASSIFY_COMMON_ATTRIBUTES_H

/// For functions whose cost or size depends on being inlined or not, whatever the optimiser thinks of it.
#if defined(__GNUC__)
#define TC_ALWAYS_INLINE __attribute__((always_inline)) inline
#define TC_NEVER_INLINE __attribute__((noinline))
#else
#define TC_ALWAYS_INLINE inline
#define TC_NEVER_INLINE
#endif

#endif
