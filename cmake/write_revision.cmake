# Writes OUTPUT, a header with the git revision of SOURCE; leaves it alone where it says so already.
# Run at each build: cmake -DSOURCE=... -DOUTPUT=... [-DREVISION=...] -P write_revision.cmake
cmake_minimum_required(VERSION 3.25)
if(NOT REVISION)
  find_package(Git QUIET)
  if(GIT_FOUND AND EXISTS "${SOURCE}/.git")
    execute_process(COMMAND ${GIT_EXECUTABLE} describe --always --dirty --abbrev=12
      WORKING_DIRECTORY "${SOURCE}" OUTPUT_VARIABLE REVISION OUTPUT_STRIP_TRAILING_WHITESPACE
      ERROR_QUIET)
  endif()
endif()
if(NOT REVISION)
  set(REVISION unknown)
endif()
file(CONFIGURE OUTPUT "${OUTPUT}" CONTENT "#define MSMV_REVISION \"@REVISION@\"\n" @ONLY)
