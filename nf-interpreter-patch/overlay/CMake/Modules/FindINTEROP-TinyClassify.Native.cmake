# The interop assembly: generated stubs and our bodies, compiled with nanoCLR's own flags. The classifier behind them is a
# library of its own (InteropAssemblies/TinyClassify.Native/classifier.cmake).
set(TINYCLASSIFY_DIR ${CMAKE_SOURCE_DIR}/InteropAssemblies/TinyClassify.Native)
set(TINYCLASSIFY_INTEROP ${TINYCLASSIFY_DIR}/native-interop/interop)

set(TinyClassify.Native_INCLUDE_DIRS
  ${TINYCLASSIFY_INTEROP}
  ${TINYCLASSIFY_DIR}/native-interop/include
  ${TINYCLASSIFY_DIR}/native-interop/draw
  ${TINYCLASSIFY_DIR}/native-interop/card)
# The stubs' table first: upstream reads the checksum and the version out of the first source that has them.
file(GLOB TINYCLASSIFY_BODIES CONFIGURE_DEPENDS ${TINYCLASSIFY_INTEROP}/*.cpp ${TINYCLASSIFY_INTEROP}/*.cc)
list(REMOVE_ITEM TINYCLASSIFY_BODIES ${TINYCLASSIFY_INTEROP}/TinyClassify_Native.cpp)
set(TinyClassify.Native_SOURCES ${TINYCLASSIFY_INTEROP}/TinyClassify_Native.cpp ${TINYCLASSIFY_BODIES})

# Places of the linker script. Only nanoCLR's script of this board has them; another board says so in its own.
set_source_files_properties(
  ${TINYCLASSIFY_INTEROP}/board_card.cc ${TINYCLASSIFY_INTEROP}/board_picture.cc ${TINYCLASSIFY_INTEROP}/board_runtime.cc PROPERTIES COMPILE_DEFINITIONS
  "TC_IN_SRAM=__attribute__((section(\".classifier_sram\")));TC_IN_SDRAM=__attribute__((section(\".classifier_sdram\")))")

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(INTEROP-TinyClassify.Native DEFAULT_MSG TinyClassify.Native_INCLUDE_DIRS
  TinyClassify.Native_SOURCES)
