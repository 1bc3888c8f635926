# What `cmake --install` puts where. Component `program`: the program, its models, its rows of
# experiments, its documents; `development`: headers, libraries and find_package(msmv).
include(CMakePackageConfigHelpers)

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/msmv)
set(MSMV_MODELS_DIR ${CMAKE_INSTALL_DATADIR}/msmv/models)
set(MSMV_EXPERIMENTS_DIR ${CMAKE_INSTALL_DATADIR}/msmv/experiments)
get_property(zones GLOBAL PROPERTY MSMV_ZONES)
set(MSMV_ZONES_BELOW)
foreach(zone IN LISTS zones)
  get_property(below GLOBAL PROPERTY MSMV_BELOW_${zone})
  list(JOIN below " " below)
  string(APPEND MSMV_ZONES_BELOW "set(_msmv_below_${zone} ${below})\n")
endforeach()
list(REVERSE zones)
list(JOIN zones " " MSMV_ZONES_DOWN)
install(EXPORT msmvTargets NAMESPACE msmv:: DESTINATION ${package_dir} COMPONENT development)
configure_package_config_file(cmake/msmvConfig.cmake.in msmvConfig.cmake
  INSTALL_DESTINATION ${package_dir} PATH_VARS MSMV_MODELS_DIR)
write_basic_package_version_file(msmvConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/msmvConfig.cmake ${PROJECT_BINARY_DIR}/msmvConfigVersion.cmake
  DESTINATION ${package_dir} COMPONENT development)

install(DIRECTORY models/ DESTINATION ${MSMV_MODELS_DIR} COMPONENT program
  FILES_MATCHING PATTERN "*.safetensors" PATTERN "*.md")
install(DIRECTORY experiments/ DESTINATION ${MSMV_EXPERIMENTS_DIR} COMPONENT program
  FILES_MATCHING PATTERN "*.json")
install(FILES README.md CHANGELOG.md LICENSE CITATION.cff
  DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT program)
install(DIRECTORY docs DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT program
  FILES_MATCHING PATTERN "*.md")

# OpenVINO's libraries, where they came with its wheel: the core, the processor's plug-in and the
# oneTBB that it was built with.
if(OpenVINO_FOUND AND EXISTS ${OpenVINO_DIR}/../libs)
  install(DIRECTORY ${OpenVINO_DIR}/../libs/ DESTINATION ${CMAKE_INSTALL_LIBDIR}/msmv
    COMPONENT program FILES_MATCHING
    PATTERN "libopenvino.so.*" PATTERN "libopenvino_intel_cpu_plugin.so"
    PATTERN "libopenvino_arm_cpu_plugin.so" PATTERN "libtbb.so.*" PATTERN "libtbbmalloc.so.*"
    PATTERN "libtbbbind*" PATTERN "libhwloc.so.*")
endif()

# Programs in the build folder find models and rows of experiments as installed ones do
# (files/installed.h): above themselves.
file(MAKE_DIRECTORY ${PROJECT_BINARY_DIR}/${CMAKE_INSTALL_DATADIR}/msmv)
file(CREATE_LINK ${PROJECT_SOURCE_DIR}/models ${PROJECT_BINARY_DIR}/${MSMV_MODELS_DIR} SYMBOLIC)
file(CREATE_LINK ${PROJECT_SOURCE_DIR}/experiments
  ${PROJECT_BINARY_DIR}/${MSMV_EXPERIMENTS_DIR} SYMBOLIC)
