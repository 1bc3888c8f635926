add_library(msmv_warnings INTERFACE)
target_compile_options(msmv_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-missing-field-initializers
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>  # false alarms on std::string in GCC 12 (GCC bug 105651)
  $<$<BOOL:${MSMV_WARNINGS_AS_ERRORS}>:-Werror>)
