# All that is ours but LibTorch's part, compiled once more with the address and the
# undefined-behaviour sanitizer, for tests of what bad input does.

set(MSMV_SANITIZERS -fsanitize=address,undefined -fno-sanitize-recover=undefined)

# Leaks take ptrace, which not every machine allows: they are looked for where one is found.
try_run(MSMV_LEAK_EXIT MSMV_LEAK_COMPILED SOURCE_FROM_CONTENT leak.cpp
  "int main() { char* volatile leaked = new char[64]; leaked = nullptr; return leaked != nullptr; }"
  COMPILE_DEFINITIONS -fsanitize=address -O0 LINK_OPTIONS -fsanitize=address
  RUN_OUTPUT_VARIABLE MSMV_LEAK_OUTPUT)
set(MSMV_FIND_LEAKS 0)
if(MSMV_LEAK_OUTPUT MATCHES "detected memory leaks")
  set(MSMV_FIND_LEAKS 1)
endif()
message(STATUS "Leaks are looked for: ${MSMV_FIND_LEAKS}")

# msmv_sanitizer_environment(test megabytes): no allocation beyond so many at once. oneTBB loads its
# parts in a way that the sanitizers refuse, unless it is told of them.
function(msmv_sanitizer_environment test megabytes)
  set_tests_properties(${test} PROPERTIES ENVIRONMENT "ASAN_OPTIONS=detect_leaks=${MSMV_FIND_LEAKS}:\
max_allocation_size_mb=${megabytes};LSAN_OPTIONS=print_suppressions=0:suppressions=\
${PROJECT_SOURCE_DIR}/tests/leaks.supp;TBB_ENABLE_SANITIZERS=1")
endfunction()

# msmv_sanitized(target type): the target's sources once more as target_sanitized.
function(msmv_sanitized target type)
  foreach(property SOURCES SOURCE_DIR LINK_LIBRARIES COMPILE_DEFINITIONS INCLUDE_DIRECTORIES)
    get_target_property(${property} ${target} ${property})
  endforeach()
  set(sources)
  foreach(source ${SOURCES})
    cmake_path(ABSOLUTE_PATH source BASE_DIRECTORY ${SOURCE_DIR})
    list(APPEND sources ${source})
  endforeach()
  # Without warnings: the sanitizers make GCC 12 give false ones.
  list(FILTER LINK_LIBRARIES EXCLUDE REGEX "msmv_warnings|msmv_hardening")
  list(TRANSFORM LINK_LIBRARIES REPLACE "^msmv::([a-z]+)$" "msmv_\\1_sanitized")
  add_library(${target}_sanitized ${type} ${sources})
  target_compile_features(${target}_sanitized PUBLIC cxx_std_20)
  target_include_directories(${target}_sanitized PUBLIC ${PROJECT_SOURCE_DIR}/src)
  if(INCLUDE_DIRECTORIES)
    target_include_directories(${target}_sanitized PRIVATE ${INCLUDE_DIRECTORIES})
  endif()
  if(COMPILE_DEFINITIONS)
    target_compile_definitions(${target}_sanitized PRIVATE ${COMPILE_DEFINITIONS})
  endif()
  # For a quick build: -O0, the last of several -O.
  target_compile_options(${target}_sanitized PRIVATE ${MSMV_SANITIZERS} -O0)
  target_link_libraries(${target}_sanitized PUBLIC ${LINK_LIBRARIES})
endfunction()

get_property(zones GLOBAL PROPERTY MSMV_ZONES)
list(REMOVE_ITEM zones torch onnx)
foreach(zone IN LISTS zones)
  msmv_sanitized(msmv_${zone} STATIC)
endforeach()
add_dependencies(msmv_doctor_sanitized msmv_revision)
add_dependencies(msmv_libtorch_sanitized msmv_revision)
add_dependencies(msmv_view_sanitized msmv_view)  # which makes the header of embedded pages

# The tests of the command line against it. Those that kill it or leave it little memory make no sense
# here; CTest runs some of the others, which all together take minutes.
if(MSMV_BUILD_APPS)
  msmv_sanitized(msmv_app OBJECT)
  add_executable(command_sanitized_test $<TARGET_OBJECTS:command_test>)
  target_link_options(command_sanitized_test PRIVATE ${MSMV_SANITIZERS})
  target_link_libraries(command_sanitized_test PRIVATE msmv_app_sanitized GTest::gtest_main)
  # Where LibTorch's part is looked for from.
  set_target_properties(command_sanitized_test PROPERTIES
    RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests)
  add_test(NAME sanitized_commands COMMAND command_sanitized_test
    --gtest_filter=BrokenCommands.*:Faults.A*FillsTheDisk*:Say.*)
  set_tests_properties(sanitized_commands PROPERTIES TIMEOUT 300)
  msmv_sanitizer_environment(sanitized_commands 1024)
endif()
