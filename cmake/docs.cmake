# cmake --build BUILD --target docs: the headers' comments as HTML, in BUILD/docs/html. The test
# api_docs does the same: Doxygen's warnings are errors.
find_package(Doxygen)
if(DOXYGEN_FOUND)
  set(docs ${PROJECT_BINARY_DIR}/docs)
  file(MAKE_DIRECTORY ${docs})
  set(write_docs ${CMAKE_COMMAND} -E env MSMV_SOURCE=${PROJECT_SOURCE_DIR}
    MSMV_VERSION=${PROJECT_VERSION} MSMV_DOCS=${docs}
    ${DOXYGEN_EXECUTABLE} ${PROJECT_SOURCE_DIR}/docs/Doxyfile)
  add_custom_target(docs COMMAND ${write_docs} VERBATIM)
  add_test(NAME api_docs COMMAND ${write_docs})
endif()
