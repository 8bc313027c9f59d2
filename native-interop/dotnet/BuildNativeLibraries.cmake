# Configures and builds the shared libraries and gathers them in one folder, whatever the generator calls its own.
# Run by NativeLibraries.targets: cmake -D SOURCE=native-interop -D BUILD=native-interop/build/host -P BuildNativeLibraries.cmake
# and by packaging/pack.sh, for other systems with -D TOOLCHAIN=FILE.
cmake_minimum_required(VERSION 3.22)

set(names tinyclassify tinyclassify_single tinyclassify_float)  # One a rounding mode.
set(libraries ${BUILD}/dotnet)
set(log ${BUILD}/dotnet.log)
file(MAKE_DIRECTORY ${BUILD})

# One build at a time; the lock is released when this process ends, however it ends.
file(LOCK ${BUILD}/dotnet.lock GUARD PROCESS TIMEOUT 900 RESULT_VARIABLE locked)
if(NOT locked EQUAL 0)
  message(FATAL_ERROR "Another build of the native libraries has held ${BUILD}/dotnet.lock for 15 minutes: ${locked}")
endif()

# The one that held the lock before may have built just this.
file(GLOB_RECURSE sources ${SOURCE}/engine/* ${SOURCE}/image/* ${SOURCE}/draw/* ${SOURCE}/card/* ${SOURCE}/include/* ${SOURCE}/cmake/*)
list(APPEND sources ${SOURCE}/CMakeLists.txt ${CMAKE_CURRENT_LIST_FILE})
list(FILTER sources EXCLUDE REGEX "_test\\.cc$|\\.md$|/golden/")
set(stamp ${libraries}/built.stamp)
set(current TRUE)
foreach(source IN LISTS sources)
  if(${source} IS_NEWER_THAN ${stamp})
    set(current FALSE)
    break()
  endif()
endforeach()
if(current)
  return()
endif()

# A build folder keeps its generator, and belongs to one place: a copied or moved checkout starts anew.
if(EXISTS ${BUILD}/CMakeCache.txt)
  file(STRINGS ${BUILD}/CMakeCache.txt home REGEX "^CMAKE_HOME_DIRECTORY:INTERNAL=")
  file(STRINGS ${BUILD}/CMakeCache.txt generator REGEX "^CMAKE_GENERATOR:INTERNAL=")
  string(REGEX REPLACE "^[^=]*=" "" home "${home}")
  string(REGEX REPLACE "^[^=]*=" "" generator "${generator}")
  if(NOT home STREQUAL SOURCE)
    file(REMOVE_RECURSE ${BUILD}/CMakeCache.txt ${BUILD}/CMakeFiles)
  elseif(generator)
    set(ENV{CMAKE_GENERATOR} "${generator}")
  endif()
endif()

function(run_step)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
  file(APPEND ${log} "${output}")
  if(NOT result EQUAL 0)
    message("${output}")
    list(JOIN ARGN " " command)
    message(FATAL_ERROR "failed (${result}): ${command}")
  endif()
endfunction()

file(WRITE ${log} "")
set(toolchain)
if(TOOLCHAIN)
  set(toolchain -DCMAKE_TOOLCHAIN_FILE=${TOOLCHAIN})
endif()
run_step(${CMAKE_COMMAND} -S ${SOURCE} -B ${BUILD} -DCMAKE_BUILD_TYPE=Release -DTC_BUILD_TESTS=OFF -DTC_BUILD_SHARED=ON ${toolchain})
set(parallel)
if(NOT DEFINED ENV{CMAKE_BUILD_PARALLEL_LEVEL})
  cmake_host_system_information(RESULT cores QUERY NUMBER_OF_LOGICAL_CORES)
  set(parallel --parallel ${cores})
endif()
run_step(${CMAKE_COMMAND} --build ${BUILD} --config Release --target ${names} ${parallel})

# Generators put them into different folders; only what was just built is newer than the log's beginning.
file(GLOB_RECURSE built ${BUILD}/libtinyclassify*.so ${BUILD}/libtinyclassify*.dylib ${BUILD}/tinyclassify*.dll)
list(FILTER built EXCLUDE REGEX "/dotnet/")
list(LENGTH built count)
list(LENGTH names expected)
if(NOT count EQUAL expected)
  message(FATAL_ERROR "expected ${expected} shared libraries below ${BUILD}, found ${count}: ${built}")
endif()
file(MAKE_DIRECTORY ${libraries})
foreach(library IN LISTS built)
  get_filename_component(name ${library} NAME)
  # Copied aside and renamed, so that a program that has the old one open is not disturbed.
  file(COPY_FILE ${library} ${libraries}/${name}.new)
  file(RENAME ${libraries}/${name}.new ${libraries}/${name})
endforeach()
file(TOUCH ${stamp})
