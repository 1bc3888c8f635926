# What is installed and packaged, tried as a user would.

if(MSMV_BUILD_APPS)
  set(installed ${PROJECT_BINARY_DIR}/installed)
  add_test(NAME install COMMAND ${CMAKE_COMMAND} --install ${PROJECT_BINARY_DIR}
    --prefix ${installed})
  # A user's project, built against it.
  add_test(NAME installed_package COMMAND ${CMAKE_CTEST_COMMAND}
    --build-and-test ${CMAKE_CURRENT_SOURCE_DIR}/package ${PROJECT_BINARY_DIR}/package
    --build-generator ${CMAKE_GENERATOR} --build-makeprogram ${CMAKE_MAKE_PROGRAM}
    --build-options -DCMAKE_PREFIX_PATH=${installed} -DCMAKE_BUILD_TYPE=Release
      -DCMAKE_CXX_FLAGS=${CMAKE_CXX_FLAGS}
    --test-command ${CMAKE_CTEST_COMMAND} --output-on-failure)
  add_test(NAME installed_program COMMAND ${installed}/${CMAKE_INSTALL_BINDIR}/msmv doctor)
  set_tests_properties(install PROPERTIES FIXTURES_SETUP installed)
  set_tests_properties(installed_package installed_program PROPERTIES FIXTURES_REQUIRED installed)
  set_tests_properties(installed_program PROPERTIES PASS_REGULAR_EXPRESSION
    "fine +model +${installed}/${CMAKE_INSTALL_DATADIR}/msmv/models/msmv.safetensors"
    FAIL_REGULAR_EXPRESSION "broken " ENVIRONMENT_MODIFICATION MSMV_MODEL=unset:)

  find_program(DPKG_SHLIBDEPS dpkg-shlibdeps)
  if(DPKG_SHLIBDEPS AND CMAKE_BUILD_TYPE STREQUAL Release)
    set(debian ${PROJECT_BINARY_DIR}/debian)
    add_test(NAME debian_package COMMAND ${CMAKE_CPACK_COMMAND} -G DEB -B ${debian}
      --config ${PROJECT_BINARY_DIR}/CPackConfig.cmake)
    add_test(NAME debian_program COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/package/debian.sh ${debian})
    set_tests_properties(debian_package PROPERTIES FIXTURES_SETUP debian)
    set_tests_properties(debian_program PROPERTIES FIXTURES_REQUIRED debian)
  endif()
endif()
