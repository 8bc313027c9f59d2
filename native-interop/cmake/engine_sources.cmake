# The engine's sources, and the function that makes a library of them in one of the three rounding modes.

# What any runtime behind tinyclassify.h has: reading and describing a model file, ranking, telling what is wrong.
set(TC_COMMON_SOURCES
  common/block_allocator.cc
  common/diagnosis.cc
  engine/api/describe.cc
  engine/api/probability.cc
  engine/api/status.cc
  engine/api/top.cc
  engine/model/flatbuffer.cc
  engine/model/model_file.cc
  engine/model/operators.cc
  engine/prepare/tensor_checks.cc
  engine/real_ratio.cc)

set(TC_KERNEL_SOURCES
  engine/kernels/activation_codes.cc
  engine/kernels/cortex_m/add.cc
  engine/kernels/cortex_m/columns.cc
  engine/kernels/cortex_m/convolution.cc
  engine/kernels/cortex_m/depthwise_row.cc
  engine/kernels/cortex_m/depthwise_window.cc
  engine/kernels/cortex_m/fast_requantization.cc
  engine/kernels/cortex_m/inverted_residual.cc
  engine/kernels/cortex_m/multiply_channels.cc
  engine/kernels/cortex_m/planes.cc
  engine/kernels/plain_convolution.cc
  engine/kernels/plain_elementwise.cc
  engine/kernels/plain_movement.cc
  engine/kernels/plain_reduction.cc
  engine/kernels/plain_softmax.cc
  engine/kernels/x86/avx2.cc
  engine/kernels/x86/conv_2d_avx2.cc
  engine/kernels/x86/depthwise_conv_2d_avx2.cc)

# Where a Cortex-M7 gains from -O2. All else is small there rather than fast: the other inner loops are in assembly or unrolled
# by hand, and what is left runs once a model, once a row, or only where no fast kernel takes a layer.
set(TC_FAST_KERNEL_SOURCES
  engine/kernels/cortex_m/add.cc)

set(TC_ENGINE_SOURCES
  ${TC_KERNEL_SOURCES}
  ${TC_COMMON_SOURCES}
  engine/api/invoke.cc
  engine/api/open.cc
  engine/plan/fusion.cc
  engine/plan/graph.cc
  engine/plan/memory_plan.cc
  engine/prepare/fuse.cc
  engine/prepare/operator_table.cc
  engine/prepare/prepare_arithmetic.cc
  engine/prepare/prepare_convolution.cc
  engine/prepare/prepare_lookup.cc
  engine/prepare/prepare_model.cc
  engine/prepare/prepare_movement.cc
  engine/prepare/prepare_reduction.cc
  engine/prepare/weights.cc
  engine/prepare/window.cc)

list(TRANSFORM TC_COMMON_SOURCES PREPEND ${PROJECT_SOURCE_DIR}/)
list(TRANSFORM TC_KERNEL_SOURCES PREPEND ${PROJECT_SOURCE_DIR}/)
list(TRANSFORM TC_FAST_KERNEL_SOURCES PREPEND ${PROJECT_SOURCE_DIR}/)
list(TRANSFORM TC_ENGINE_SOURCES PREPEND ${PROJECT_SOURCE_DIR}/)

# What a rounding mode means to the sources: DOUBLE (TFLM, CMSIS-NN), SINGLE (once, exact), FLOAT (once, in float32: LiteRT).
function(tinyclassify_rounding_definitions target rounding)
  set(single 0)
  set(float 0)
  if(rounding STREQUAL "SINGLE")
    set(single 1)
  elseif(rounding STREQUAL "FLOAT")
    set(single 1)
    set(float 1)
  elseif(NOT rounding STREQUAL "DOUBLE")
    message(FATAL_ERROR "rounding is \"${rounding}\"; expected DOUBLE, SINGLE or FLOAT")
  endif()
  target_compile_definitions(${target} PRIVATE TC_SINGLE_ROUNDING=${single} TC_FLOAT_ROUNDING=${float})
endfunction()

# Which operators a program that compiles these sources runs. They alone decide: of the rest of the engine, the linker takes
# what is used.
set(TC_OPERATOR_SOURCES engine/prepare/operator_table.cc)
list(TRANSFORM TC_OPERATOR_SOURCES PREPEND ${PROJECT_SOURCE_DIR}/)

# tinyclassify_choose_operators(<target> <ALL | name...>)
function(tinyclassify_choose_operators target)
  if(ARGN STREQUAL "ALL")
    target_compile_definitions(${target} PRIVATE TC_ALL_OPERATORS=1)
    return()
  endif()
  target_compile_definitions(${target} PRIVATE TC_ALL_OPERATORS=0)
  foreach(operator ${ARGN})
    target_compile_definitions(${target} PRIVATE TC_WITH_${operator}=1)
  endforeach()
endfunction()

# tinyclassify_add_engine(<target> <STATIC|SHARED> <DOUBLE|SINGLE|FLOAT>)
function(tinyclassify_add_engine target kind rounding)
  # On the PC the plain kernels gain from the vectoriser; on a Cortex-M7 -O3 makes them larger and slower.
  set(is_microcontroller OFF)
  if(CMAKE_SYSTEM_NAME STREQUAL "Generic")
    set(is_microcontroller ON)
    set_source_files_properties(${TC_ENGINE_SOURCES} PROPERTIES COMPILE_OPTIONS -Os)
    set_source_files_properties(${TC_FAST_KERNEL_SOURCES} PROPERTIES COMPILE_OPTIONS -O2)
  elseif(NOT MSVC)
    set_source_files_properties(${TC_KERNEL_SOURCES} PROPERTIES COMPILE_OPTIONS -O3)
  endif()
  add_library(${target} ${kind} ${TC_ENGINE_SOURCES})
  tinyclassify_compile_options(${target})
  target_compile_features(${target} PUBLIC cxx_std_17)
  target_include_directories(${target} PUBLIC $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include> $<INSTALL_INTERFACE:include>
    PRIVATE ${PROJECT_SOURCE_DIR})
  tinyclassify_rounding_definitions(${target} ${rounding})
  tinyclassify_choose_operators(${target} ${TC_OPERATORS})
  target_compile_definitions(${target} PRIVATE TC_CHECK_WORDS=$<BOOL:${TC_CHECK_WORDS}>)
  set_target_properties(${target} PROPERTIES POSITION_INDEPENDENT_CODE $<NOT:$<BOOL:${is_microcontroller}>>)
  if(kind STREQUAL "SHARED")
    target_compile_definitions(${target} PRIVATE TC_SHARED)
    if(UNIX AND NOT APPLE)
      target_link_options(${target} PRIVATE -Wl,--no-undefined)
    endif()
  endif()
endfunction()

# Puts the decoders, the drawing and the card's list into a library of one file. A build without them has the classifier alone.
function(tinyclassify_take_pictures target)
  foreach(part tinyclassify_pictures tinyclassify_draw tinyclassify_card)
    if(TARGET ${part})
      target_sources(${target} PRIVATE $<TARGET_OBJECTS:${part}>)
    endif()
  endforeach()
endfunction()
