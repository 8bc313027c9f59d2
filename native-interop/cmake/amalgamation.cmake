# Target `tinyclassify_amalgamation`: engine and pictures as two source files and a header, for builds without CMake.
function(tinyclassify_amalgamate target)
  set(output ${PROJECT_BINARY_DIR}/amalgamation/${target}.cc)
  get_target_property(sources ${target} SOURCES)
  get_target_property(folder ${target} SOURCE_DIR)
  set(files)
  foreach(source IN LISTS sources)
    get_filename_component(source ${source} ABSOLUTE BASE_DIR ${folder})
    list(APPEND files ${source})
  endforeach()
  add_custom_target(${target}_amalgamation BYPRODUCTS ${output} VERBATIM
    COMMAND ${CMAKE_COMMAND} -D ROOT=${PROJECT_SOURCE_DIR} -D OUTPUT=${output} -D "SOURCES=${files}" -D VERSION=${PROJECT_VERSION}
      -P ${PROJECT_SOURCE_DIR}/cmake/amalgamate.cmake)
  add_dependencies(tinyclassify_amalgamation ${target}_amalgamation)
endfunction()

add_custom_target(tinyclassify_amalgamation VERBATIM
  COMMAND ${CMAKE_COMMAND} -E copy ${PROJECT_SOURCE_DIR}/include/tinyclassify.h ${PROJECT_BINARY_DIR}/amalgamation/tinyclassify.h
  COMMENT "Writing tinyclassify.h, tinyclassify_engine.cc and tinyclassify_pictures.cc to ${PROJECT_BINARY_DIR}/amalgamation")
tinyclassify_amalgamate(tinyclassify_engine)
if(TARGET tinyclassify_pictures)
  tinyclassify_amalgamate(tinyclassify_pictures)
endif()
