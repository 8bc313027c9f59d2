# TensorFlow Lite for Microcontrollers, as its own Makefile builds it. TFLM_DIR is a checkout of
# https://github.com/tensorflow/tflite-micro in which `make -f tensorflow/lite/micro/tools/make/Makefile ... microlite` ran:
#   TFLM_DIR/tensorflow/...                                                   headers
#   TFLM_DIR/tensorflow/lite/micro/tools/make/downloads/{flatbuffers,gemmlowp,ruy}  headers, which the Makefile fetched
#   TFLM_DIR/gen/<target>_<core>_<build type>[_cmsis_nn]_gcc/lib/libtensorflow-microlite.a

# tinyclassify_find_tflm(<target> <reference|cmsis_nn>): makes <target> an imported library.
function(tinyclassify_find_tflm target kernels)
  set(make "make -f tensorflow/lite/micro/tools/make/Makefile BUILD_TYPE=release")
  if(CMAKE_CROSSCOMPILING)
    set(platform "cortex_m_generic_cortex-m7+fp")
    string(APPEND make " TARGET=cortex_m_generic TARGET_ARCH=cortex-m7+fp FPU=fpv5-sp-d16")
    string(APPEND make " TARGET_TOOLCHAIN_ROOT=FOLDER_OF_ARM_NONE_EABI_GCC/")
  else()
    string(TOLOWER "${CMAKE_HOST_SYSTEM_NAME}" platform)
    string(REPLACE "darwin" "osx" platform "${platform}")
    string(APPEND platform "_${CMAKE_HOST_SYSTEM_PROCESSOR}")
  endif()
  set(suffix "")
  if(kernels STREQUAL "cmsis_nn")
    set(suffix "_cmsis_nn")
    string(APPEND make " OPTIMIZED_KERNEL_DIR=cmsis_nn")
  endif()

  foreach(build release release_with_logs default)
    set(library "${TFLM_DIR}/gen/${platform}_${build}${suffix}_gcc/lib/libtensorflow-microlite.a")
    if(EXISTS "${library}")
      set(build_type ${build})
      break()
    endif()
  endforeach()
  if(NOT EXISTS "${library}")
    message(FATAL_ERROR "TFLM_DIR is '${TFLM_DIR}', and there is no "
      "gen/${platform}_{release,release_with_logs,default}${suffix}_gcc/lib/libtensorflow-microlite.a. "
      "In a checkout of tflite-micro run\n  ${make} microlite\nand give its folder as TFLM_DIR.")
  endif()
  set(downloads "${TFLM_DIR}/tensorflow/lite/micro/tools/make/downloads")
  set(headers "${TFLM_DIR}" "${downloads}/flatbuffers/include" "${downloads}/gemmlowp" "${downloads}/ruy")
  foreach(header "${TFLM_DIR}/tensorflow/lite/micro/micro_interpreter.h" "${downloads}/flatbuffers/include/flatbuffers/flatbuffers.h"
      "${downloads}/gemmlowp/fixedpoint/fixedpoint.h" "${downloads}/ruy/ruy/profiler/instrumentation.h")
    if(NOT EXISTS "${header}")
      message(FATAL_ERROR "TFLM_DIR has a library, but not the header ${header}: give the checkout in which it was built.")
    endif()
  endforeach()

  # As the Makefile compiles what includes these headers: some of them declare other things without.
  set(definitions TF_LITE_STATIC_MEMORY TF_LITE_DISABLE_X86_NEON KERNELS_OPTIMIZED_FOR_SPEED)
  if(build_type STREQUAL "release")
    list(APPEND definitions TF_LITE_STRIP_ERROR_STRINGS)
  endif()
  if(kernels STREQUAL "cmsis_nn")
    list(APPEND definitions CMSIS_NN)
  endif()
  add_library(${target} STATIC IMPORTED GLOBAL)
  set_target_properties(${target} PROPERTIES
    IMPORTED_LOCATION "${library}"
    INTERFACE_INCLUDE_DIRECTORIES "${headers}"
    INTERFACE_COMPILE_DEFINITIONS "${definitions}"
    INTERFACE_LINK_LIBRARIES m)
  message(STATUS "TFLM: ${library}")
endfunction()
