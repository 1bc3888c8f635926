# OpenVINO runs the encoders. It comes from OpenVINO_DIR, from where the system has it, or from where
# tools/install_dependencies.sh has unpacked it; without it LibTorch does its work, slower.
option(MSMV_WITH_OPENVINO "Run the encoders by OpenVINO where it is found" ON)
if(MSMV_WITH_OPENVINO)
  find_package(OpenVINO QUIET COMPONENTS Runtime
    HINTS ${PROJECT_SOURCE_DIR}/build/openvino/openvino/cmake)
endif()
if(OpenVINO_FOUND)
  message(STATUS "OpenVINO ${OpenVINO_VERSION}: ${OpenVINO_DIR}")
  if(EXISTS ${OpenVINO_DIR}/TBBConfig.cmake)
    set(TBB_DIR ${OpenVINO_DIR})  # the process has one oneTBB: where OpenVINO brings its own, that
  endif()
else()
  message(STATUS "No OpenVINO: LibTorch runs the encoders, slower")
endif()
find_package(TBB REQUIRED)
