# cmake --install: libraries, header, and what find_package(tinyclassify) reads.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set_target_properties(tinyclassify_engine PROPERTIES EXPORT_NAME engine)
install(TARGETS tinyclassify_engine EXPORT tinyclassify_targets)
if(TARGET tinyclassify_pictures)
  set_target_properties(tinyclassify_pictures PROPERTIES EXPORT_NAME pictures)
  install(TARGETS tinyclassify_pictures EXPORT tinyclassify_targets)
endif()
install(FILES ${PROJECT_SOURCE_DIR}/include/tinyclassify.h DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})

set(package ${CMAKE_INSTALL_LIBDIR}/cmake/tinyclassify)
install(EXPORT tinyclassify_targets NAMESPACE tinyclassify:: DESTINATION ${package} FILE tinyclassify-config.cmake
 )
# Before 1.0 a minor version may change the interface.
write_basic_package_version_file(${PROJECT_BINARY_DIR}/tinyclassify-config-version.cmake COMPATIBILITY SameMinorVersion
  VERSION ${PROJECT_VERSION})
install(FILES ${PROJECT_BINARY_DIR}/tinyclassify-config-version.cmake DESTINATION ${package})
