add_library(msmv_warnings INTERFACE)
target_compile_options(msmv_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-missing-field-initializers
  $<$<BOOL:${MSMV_WARNINGS_AS_ERRORS}>:-Werror>)
