# cmake -DOUTPUT=FILE.h -DFILES=A;B -P embed.cmake: text files as kEmbeddedFiles, a table of names and
# contents in C++.
set(text "#pragma once\n\n#include <string_view>\n\nnamespace msmv::view {\n
struct EmbeddedFile {\n  std::string_view name, content;\n};\n
inline constexpr EmbeddedFile kEmbeddedFiles[] = {\n")
foreach(file IN LISTS FILES)
  get_filename_component(name ${file} NAME)
  file(READ ${file} content)
  if(content MATCHES "\\)msmv_page\"")
    message(FATAL_ERROR "${file} holds what ends a raw string")
  endif()
  string(APPEND text "    {\"${name}\", R\"msmv_page(${content})msmv_page\"},\n")
endforeach()
string(APPEND text "};\n\n}  // namespace msmv::view\n")
file(WRITE ${OUTPUT} "${text}")
