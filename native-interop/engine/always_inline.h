#ifndef TINYCLASSIFY_ENGINE_ALWAYS_INLINE_H
#define TINYCLASSIFY_ENGINE_ALWAYS_INLINE_H

/// For functions whose cost or size depends on being inlined, whatever the optimiser thinks of it.
#if defined(__GNUC__)
#define TC_ALWAYS_INLINE __attribute__((always_inline)) inline
#else
#define TC_ALWAYS_INLINE inline
#endif

#endif
