# The classifier for nanoCLR: target `tinyclassify_runtime`, the C API of tinyclassify.h over one of two runtimes.
#   -DTINYCLASSIFY_RUNTIME=engine   our engine (default)
#   -DTINYCLASSIFY_RUNTIME=tflm     TensorFlow Lite for Microcontrollers with CMSIS-NN; -DTFLM_DIR=... is a checkout in which
#                                   its own Makefile has built it (native-interop/tflm/README.md)
#   -DTINYCLASSIFY_MODEL=FILE       another .tflite instead of the committed one
set(TINYCLASSIFY_RUNTIME engine CACHE STRING "What runs the model: engine or tflm")
set(TINYCLASSIFY_NATIVE ${CMAKE_CURRENT_LIST_DIR}/native-interop)
set(TINYCLASSIFY_MODEL ${TINYCLASSIFY_NATIVE}/model/classifier.tflite CACHE FILEPATH "The model in flash")
set_property(CACHE TINYCLASSIFY_RUNTIME PROPERTY STRINGS engine tflm)

if(NOT EXISTS ${TINYCLASSIFY_MODEL})
  message(FATAL_ERROR "There is no model at ${TINYCLASSIFY_MODEL}: name one with -DTINYCLASSIFY_MODEL=FILE.tflite, "
    "or run apply.sh again from a checkout that has native-interop/model/classifier.tflite.")
endif()

# The model as the array that `xxd -i` prints, but const, aligned and in a section of its own: it is read where it lies in flash.
file(READ ${TINYCLASSIFY_MODEL} TINYCLASSIFY_BYTES HEX)
string(LENGTH ${TINYCLASSIFY_BYTES} TINYCLASSIFY_LENGTH)
math(EXPR TINYCLASSIFY_LENGTH "${TINYCLASSIFY_LENGTH} / 2")
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," TINYCLASSIFY_BYTES "${TINYCLASSIFY_BYTES}")
file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/tinyclassify/classifier_model.c CONTENT
"// Written by classifier.cmake from @TINYCLASSIFY_MODEL@
extern const unsigned char classifier_tflite[];
extern const unsigned int classifier_tflite_len;
__attribute__((aligned(16), section(\".classifier_model\"))) const unsigned char classifier_tflite[] = {@TINYCLASSIFY_BYTES@};
const unsigned int classifier_tflite_len = @TINYCLASSIFY_LENGTH@;
" @ONLY)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${TINYCLASSIFY_MODEL})

# The core's options: upstream gives them target by target, so a target of ours has to say them itself.
set(TINYCLASSIFY_CORE -mcpu=cortex-m7 -mthumb -mfpu=fpv5-sp-d16 -mfloat-abi=hard -mabi=aapcs -ffunction-sections
  -fdata-sections)
set(TINYCLASSIFY_CORE_CXX -fno-exceptions -fno-rtti -fno-threadsafe-statics -fno-use-cxa-atexit)

# -O2, whatever nanoCLR is built with; files for which the classifier's own CMake says otherwise (kernels, what runs once a
# model) keep what it says, since options of a source come after those of its target.
set(TC_BUILD_TESTS OFF)
add_subdirectory(${TINYCLASSIFY_NATIVE} ${CMAKE_BINARY_DIR}/tinyclassify/native EXCLUDE_FROM_ALL)
set(TINYCLASSIFY_PARTS tinyclassify_engine tinyclassify_pictures tinyclassify_draw tinyclassify_card)
if(TARGET tinyclassify_tflm)
  list(APPEND TINYCLASSIFY_PARTS tinyclassify_tflm)
endif()
foreach(part ${TINYCLASSIFY_PARTS})
  target_compile_options(${part} PRIVATE ${TINYCLASSIFY_CORE} $<$<COMPILE_LANGUAGE:CXX>:${TINYCLASSIFY_CORE_CXX}> -O2 -DNDEBUG)
  set_target_properties(${part} PROPERTIES CXX_STANDARD 17 C_STANDARD 11)
endforeach()

add_library(tinyclassify_model STATIC EXCLUDE_FROM_ALL ${CMAKE_BINARY_DIR}/tinyclassify/classifier_model.c)
target_compile_options(tinyclassify_model PRIVATE ${TINYCLASSIFY_CORE})

add_library(tinyclassify_runtime INTERFACE)
target_include_directories(tinyclassify_runtime INTERFACE ${TINYCLASSIFY_NATIVE}/include ${TINYCLASSIFY_NATIVE}/draw
  ${TINYCLASSIFY_NATIVE}/card ${TINYCLASSIFY_NATIVE}/interop)
if(TINYCLASSIFY_RUNTIME STREQUAL "engine")
  target_link_libraries(tinyclassify_runtime INTERFACE tinyclassify_pictures tinyclassify_draw tinyclassify_card tinyclassify_model)
elseif(TINYCLASSIFY_RUNTIME STREQUAL "tflm")
  if(NOT TARGET tinyclassify_tflm)
    message(FATAL_ERROR "TINYCLASSIFY_RUNTIME is tflm, and TFLM_DIR is not given: -DTFLM_DIR=FOLDER names the checkout of "
      "tflite-micro with its library for the Cortex-M7 (native-interop/tflm/README.md).")
  endif()
  target_link_libraries(tinyclassify_runtime INTERFACE tinyclassify_tflm tinyclassify_model)
else()
  message(FATAL_ERROR "TINYCLASSIFY_RUNTIME is '${TINYCLASSIFY_RUNTIME}'; it must be engine, tflm or none.")
endif()
