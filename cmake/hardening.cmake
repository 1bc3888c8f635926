# Release builds: what makes a fault in memory end the program instead of being used.
# tools/check_hardening.sh looks for it in the program.
include(CheckPIESupported)
check_pie_supported(LANGUAGES CXX)

add_library(msmv_hardening INTERFACE)
target_compile_options(msmv_hardening INTERFACE $<$<CONFIG:Release>:-fstack-protector-strong
  -fstack-clash-protection -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2>)
target_link_options(msmv_hardening INTERFACE
  $<$<CONFIG:Release>:LINKER:-z,relro,-z,now,-z,noexecstack>)
