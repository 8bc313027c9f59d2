#ifndef TINYCLASSIFY_ENGINE_ROUNDING_H
#define TINYCLASSIFY_ENGINE_ROUNDING_H

// How a build brings an accumulator back to int8 (tc_rounding). Without a define it is double rounding, that of TFLM and CMSIS-NN:
//   TC_SINGLE_ROUNDING=1                        once, the exact value, halves upwards
//   TC_SINGLE_ROUNDING=1 TC_FLOAT_ROUNDING=1    once, in float32, halves to even, as LiteRT does
#ifndef TC_SINGLE_ROUNDING
#define TC_SINGLE_ROUNDING 0
#endif
#ifndef TC_FLOAT_ROUNDING
#define TC_FLOAT_ROUNDING 0
#endif
#if TC_FLOAT_ROUNDING && !TC_SINGLE_ROUNDING
#error "TC_FLOAT_ROUNDING=1 rounds once: define TC_SINGLE_ROUNDING=1 beside it"
#endif

#endif
