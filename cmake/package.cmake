# `cpack -G DEB` in the build folder: msmv (program, models, documents), libmsmv-dev (headers, libraries) and,
# where it was built, python3-msmv. docs/install.md says how they are used.
set(CPACK_PACKAGE_VENDOR "msmv")
set(CPACK_PACKAGE_CONTACT "The msmv authors <msmv@example.org>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION}")
set(CPACK_PACKAGE_DESCRIPTION "Classifies H&E fields of breast tissue as normal, benign, in situ or
invasive carcinoma, shows the regions that were looked at, trains and evaluates models. Research use
only; not a medical device.")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_COMPONENTS_ALL program development)
if(MSMV_HAS_PYTHON AND Python_EXECUTABLE STREQUAL /usr/bin/python3)  # Debian's own
  list(APPEND CPACK_COMPONENTS_ALL python)
endif()
set(CPACK_STRIP_FILES ON)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_COMPRESSION_TYPE zstd)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)

set(CPACK_DEBIAN_PROGRAM_PACKAGE_NAME msmv)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SHLIBDEPS ON)
# Loaded by name at run time: shlibdeps can't see them.
set(CPACK_DEBIAN_PROGRAM_PACKAGE_DEPENDS
  "libopenblas0-openmp | libopenblas0, plplot-driver-cairo, fonts-dejavu-core")

set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_NAME libmsmv-dev)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SECTION libdevel)
string(JOIN ", " CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS libtorch-dev libtbb-dev libopencv-dev
  libvips-dev liblcms2-dev libopenslide-dev zlib1g-dev libcpp-httplib-dev libtiff-dev libpugixml-dev libzip-dev libxgboost-dev libplplot-dev libhdf5-dev nlohmann-json3-dev libxxhash-dev pkg-config)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_RECOMMENDS "msmv (= ${PROJECT_VERSION})")

if(MSMV_HAS_PYTHON)
  set(CPACK_DEBIAN_PYTHON_PACKAGE_NAME python3-msmv)
  set(CPACK_DEBIAN_PYTHON_PACKAGE_SECTION python)
  set(CPACK_DEBIAN_PYTHON_PACKAGE_SHLIBDEPS ON)
  if(OpenVINO_FOUND AND EXISTS ${OpenVINO_DIR}/../libs)  # which lie in the package msmv
    set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS_PRIVATE_DIRS ${OpenVINO_DIR}/../libs)
  endif()
  math(EXPR next "${Python_VERSION_MINOR} + 1")  # whose modules have another name
  string(JOIN ", " CPACK_DEBIAN_PYTHON_PACKAGE_DEPENDS "msmv (= ${PROJECT_VERSION})"
    "python3 (>= 3.${Python_VERSION_MINOR})" "python3 (<< 3.${next})" python3-numpy)
endif()
include(CPack)
