#ifndef TINYCLASSIFY_ENGINE_API_OPEN_KERNELS_H
#define TINYCLASSIFY_ENGINE_API_OPEN_KERNELS_H

#include "tinyclassify.h"

/* Opening a model with kernels of one's choice, for what proves on the PC that all kernels give the same bytes. It belongs
 * to our engine alone and is no part of tinyclassify.h: a model opened here goes into that header's functions. */

#ifdef __cplusplus
extern "C" {
#endif

typedef enum tc_kernels {
  TC_KERNELS_FASTEST = 0,  /**< What this machine runs best; what tc_open takes. */
  TC_KERNELS_PLAIN = 1,    /**< The kernels that define the truth. */
  TC_KERNELS_CORTEX_M7 = 2 /**< The microcontroller's; on other machines with its instructions written out. */
} tc_kernels;

/** As tc_measure. @param kernels  tc_kernels */
TC_API tc_status tc_measure_kernels(const void* model_file, uint32_t model_bytes, int32_t kernels,
                                    tc_requirements* requirements, tc_diagnostic* diagnostic);

/** As tc_open, with memory as tc_measure_kernels tells for the same kernels. */
TC_API tc_status tc_open_kernels(const void* model_file, uint32_t model_bytes, int32_t kernels, void* memory,
                                 uint32_t memory_bytes, tc_model** model, tc_diagnostic* diagnostic);

#ifdef __cplusplus
}
#endif

#endif
